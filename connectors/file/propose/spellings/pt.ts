import type { Spellings } from '../targets.ts';

/** Portuguese headings, of Portugal and Brazil, as normalised. */
export const PT: Spellings = {
  id: 'id do ticket|id do chamado|numero do ticket|numero do chamado|n do chamado|chave da item|chave do item|chave|numero|numero do caso|protocolo|identificador|id da solicitacao|chave da ocorrencia|numero da solicitacao|codigo|referencia|ticket n|id da conversa|chave do problema',
  opened_at:
    'aberto em|aberto|aberta em|data de abertura|data abertura|data da abertura|criado em|criada em|criado|criada|data de criacao|data criacao|hora de criacao|data hora da abertura|data hora de abertura|data e hora de abertura|ticket criado carimbo de data hora|ticket criado em|data da criacao|data e hora da criacao|solicitado em|solicitado|data da solicitacao|recebido em|registrado em|registado em|data de registro|hora da criacao',
  solved_at:
    'resolvido em|resolvida em|resolvido|resolvida|data de resolucao|data da resolucao|data resolucao|data da solucao|data de solucao|solucionado em|hora de resolucao|data e hora da resolucao|ticket resolvido em|concluido em|data de conclusao|finalizado em|hora da resolucao',
  closed_at:
    'fechado em|fechada em|fechado|fechada|encerrado em|encerrado|data de fechamento|data do fechamento|data fechamento|data de encerramento|data do encerramento|data hora do fechamento|data de fecho|data e hora do fechamento|hora de fechamento|data hora de fechamento',
  first_response_at:
    'primeira resposta em|data da primeira resposta|data de primeira resposta|primeira resposta|hora da primeira resposta|data da primeira resposta por e mail do agente',
  updated_at:
    'atualizado em|atualizada em|atualizado|atualizada|atualizado a|ultima atualizacao|ultima modificacao|data da ultima modificacao|data de atualizacao|modificado em|modificado|ultima alteracao|data da ultima atualizacao|hora da ultima atualizacao',
  status: 'status|situacao|estado|status do ticket|estado do ticket|status do chamado|status atual|estado do caso',
  agent_id:
    'responsavel|atribuido a|atribuido|agente|agente atribuido|nome do agente|proprietario|proprietario do ticket|proprietario do caso|atribuido tecnico|atribuido a tecnico|tecnico|tecnico responsavel|atendente|analista|nome do atribuido|dono',
  team_id:
    'grupo|equipe|equipa|grupo de atribuicao|grupo do ticket|departamento|setor|nome da equipe|equipe atribuida|grupo atribuido|atribuido a grupo tecnico|atribuido grupo tecnico|grupo tecnico|fila|area|caixa de entrada|grupo responsavel',
  customer_id:
    'e mail do solicitante|email do solicitante|e mail do cliente|email do cliente|solicitante|solicitante solicitante|requerente|requerente requerente|cliente|nome do cliente|nome do solicitante|relator|chamador|contato|contacto|nome do contato|remetente|usuario|utilizador|id do cliente|e mail|email',
  account_key: 'organizacao|empresa|companhia|nome da empresa|nome da organizacao|conta|nome da conta|razao social',
  priority: 'prioridade|urgencia|prioridade do ticket|severidade|gravidade',
  channel:
    'canal|fonte|origem|origem do caso|origem da requisicao|tipo de contato|canal do ticket|via|origem da solicitacao|meio',
  category:
    'categoria|tipo|tipo de ticket|tipo de item|tipo de solicitacao|tipo de chamado|topico de ajuda|assunto de ajuda|motivo|motivo do caso|classificacao|tipo de ocorrencia',
  tags: 'tags|etiquetas|marcadores|rotulos|categorias',
  subject: 'assunto|titulo|resumo|descricao resumida|breve descricao|nome do ticket|assunto do ticket',
  url: 'url|link|ligacao',
  reopens: 'reaberturas|numero de reaberturas|quantidade de reaberturas|vezes reaberto',
  agent_messages: 'respostas|respostas do agente|interacoes do agente|numero de respostas',
  customer_messages: 'respostas do cliente|interacoes do cliente',
  first_reply_time:
    'tempo de primeira resposta|tempo da primeira resposta|tempo ate a primeira resposta|tempo para primeira resposta',
  resolution_time:
    'tempo de resolucao|tempo de resolucao completa|tempo total de resolucao|tempo ate a resolucao|tempo de solucao|tempo ate o fechamento|tempo para fechar',
  time_customer_waited: 'tempo de espera do solicitante|tempo de espera do cliente',
  time_with_customer: 'tempo de espera do agente',
  time_with_third_party: 'tempo em espera',
  rating:
    'satisfacao|avaliacao|nota|avaliacao de satisfacao|classificacao de satisfacao|satisfacao do cliente|resultados da pesquisa|pontuacao de satisfacao|csat',
};
