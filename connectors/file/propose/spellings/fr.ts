import type { Spellings } from '../targets.ts';

/** French headings, as normalised. */
export const FR: Spellings = {
  id: 'id du ticket|id ticket|numero du ticket|numero de ticket|numero ticket|n ticket|n de ticket|cle de ticket|cle|numero|numero de la requete|numero de la demande|identifiant|id de ticket|cle du ticket|reference|id de la demande|n|numero d incident|id de la conversation|numero de conversation|ticket n',
  opened_at:
    'ouvert le|ouvert|date d ouverture|date de creation|cree le|creee le|cree|creee|creation|date heure d ouverture|date et heure d ouverture|heure de creation|ticket cree horodatage|ticket cree le|ticket cree date|date creation|date ouverture|demande le|date de la demande|recu le|date de reception|date et heure de creation|signale le|soumis le',
  solved_at:
    'resolu le|resolu|resolue le|resolue|date de resolution|date resolution|ticket resolu horodatage|ticket resolu le|ticket resolu date|heure de resolution|date et heure de resolution|date heure de resolution|date de solution|termine le|date de fin',
  closed_at:
    'ferme le|ferme|cloture le|cloture|clos le|date de cloture|date de fermeture|date cloture|date fermeture|date heure de fermeture|date heure de cloture|date et heure de fermeture|heure de fermeture|ticket ferme le|cloturee le',
  first_response_at:
    'premiere reponse le|date de premiere reponse|date de la premiere reponse|premiere reponse|heure de premiere reponse|date de la premiere reponse par e mail de l agent|date de premiere prise en compte',
  updated_at:
    'mis a jour le|mis a jour|mise a jour|mise a jour le|derniere mise a jour|derniere modification|date de derniere modification|modifie le|date de modification|heure de derniere mise a jour|date de mise a jour|derniere activite|date modification',
  status: 'statut|etat|statut du ticket|etat du ticket|etat de la demande|statut de la requete|status',
  agent_id:
    'responsable|personne assignee|assigne a|agent|attribue a|affecte a|attribue a technicien|technicien|agent assigne|nom de l agent|assignataire|nom de l assigne|proprietaire|proprietaire du ticket|proprietaire de la requete|intervenant|charge de dossier|gestionnaire|destinataire',
  team_id:
    'groupe|equipe|groupe d affectation|groupe du ticket|service|departement|nom de l equipe|equipe assignee|groupe charge|attribue a groupe de techniciens|groupe de techniciens|groupe assigne|boite de reception|file d attente|file',
  customer_id:
    'e mail du demandeur|email du demandeur|e mail du client|email client|e mail client|demandeur|demandeur demandeur|client|nom du client|nom du demandeur|rapporteur|appelant|contact|nom du contact|auteur|expediteur|utilisateur|identifiant client|id client|e mail|email|adresse e mail',
  account_key:
    'organisation|societe|entreprise|nom de la societe|nom de l entreprise|compte|nom du compte|nom de l organisation|raison sociale',
  priority: 'priorite|urgence|priorite du ticket|gravite|niveau de priorite',
  channel:
    'canal|source|origine|source de la demande|type de contact|canal du ticket|origine de la requete|via|provenance',
  category:
    'categorie|type|type de ticket|type de demande|sujet d aide|rubrique d aide|motif|motif de la requete|nature|famille|theme|classification',
  tags: 'etiquettes|tags|marqueurs|balises|mots cles|libelles',
  subject: 'objet|sujet|titre|resume|description breve|breve description|nom du ticket|sujet du ticket|intitule',
  url: 'url|lien',
  reopens: 'reouvertures|nombre de reouvertures|nb de reouvertures|nb reouvertures',
  agent_messages: 'reponses|reponses de l agent|interactions de l agent|nombre de reponses|interactions agent',
  customer_messages: 'reponses du client|interactions du client|interactions client',
  first_reply_time:
    'delai de premiere reponse|temps de premiere reponse|temps de la premiere reponse|delai de la premiere reponse|temps avant premiere reponse|duree de premiere reponse',
  resolution_time:
    'temps de resolution|delai de resolution|duree de resolution|temps de resolution complete|temps total de resolution|delai de cloture|temps jusqu a la fermeture',
  time_customer_waited: 'temps d attente du demandeur|temps d attente demandeur|temps d attente du client',
  time_with_customer: 'temps d attente de l agent|temps d attente agent',
  time_with_third_party: 'temps en attente|temps de mise en attente',
  rating:
    'satisfaction|evaluation|note|note de satisfaction|evaluation de la satisfaction|score de satisfaction|satisfaction client|resultats de l enquete|csat',
};
