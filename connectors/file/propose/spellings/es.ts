import type { Spellings } from '../targets.ts';

/** Spanish headings, as normalised. */
export const ES: Spellings = {
  id: 'id del ticket|id de ticket|id ticket|numero de ticket|numero del ticket|n de ticket|clave de incidencia|clave|numero|numero del caso|numero de caso|identificador|id de la solicitud|folio|id de incidencia|referencia|numero de solicitud|numero de incidencia|codigo|ticket n|id de la incidencia|id de la conversacion',
  opened_at:
    'abierto el|abierto|fecha de apertura|fecha apertura|creado el|creada el|creado|creada|fecha de creacion|fecha creacion|hora de creacion|fecha hora de apertura|fecha y hora de apertura|ticket creado marca de tiempo|ticket creado el|ticket creado fecha|fecha y hora de creacion|solicitado|solicitado el|fecha de solicitud|recibido|recibido el|fecha de registro|registrado|registrado el|fecha de alta|reportado el|creacion',
  solved_at:
    'resuelto el|resuelta el|resuelto|resuelta|fecha de resolucion|fecha resolucion|fecha de solucion|fecha solucion|ticket resuelto marca de tiempo|ticket resuelto el|ticket resuelto fecha|hora de resolucion|fecha y hora de resolucion|solucionado|solucionado el|finalizado|fecha de finalizacion|fecha hora de resolucion|terminado el',
  closed_at:
    'cerrado el|cerrada el|cerrado|cerrada|fecha de cierre|fecha cierre|fecha hora de cierre|fecha y hora de cierre|hora de cierre|ticket cerrado el|cierre',
  first_response_at:
    'primera respuesta el|fecha de primera respuesta|fecha de la primera respuesta|primera respuesta|hora de primera respuesta|fecha de la primera respuesta por correo electronico del agente',
  updated_at:
    'actualizado el|actualizada el|actualizado|actualizada|ultima actualizacion|ultima modificacion|fecha de ultima modificacion|fecha de la ultima modificacion|fecha de actualizacion|modificado|modificado el|hora de ultima actualizacion|fecha de modificacion|ultimo cambio',
  status: 'estado|estado del ticket|estatus|situacion|estado actual|estado de la solicitud|estado de incidencia|status',
  agent_id:
    'persona asignada|responsable|asignado a|agente|asignado|agente asignado|nombre del agente|propietario|propietario del ticket|propietario del caso|asignado a tecnico|tecnico|tecnico asignado|nombre del asignado|encargado|ejecutivo|usuario asignado',
  team_id:
    'grupo|equipo|grupo de asignacion|grupo del ticket|departamento|area|nombre del equipo|equipo asignado|grupo asignado|asignado a grupo de tecnicos|grupo de tecnicos|cola|bandeja|mesa|grupo a cargo',
  customer_id:
    'correo del solicitante|correo electronico del solicitante|correo del cliente|email del cliente|solicitante|solicitante solicitante|cliente|nombre del cliente|nombre del solicitante|informador|informante|contacto|nombre del contacto|persona que llama|remitente|usuario|id de cliente|id del cliente|correo electronico|correo|email',
  account_key:
    'organizacion|empresa|compania|nombre de la empresa|nombre de la organizacion|cuenta|nombre de la cuenta|razon social',
  priority: 'prioridad|urgencia|prioridad del ticket|severidad|gravedad',
  channel:
    'canal|fuente|origen|origen del caso|origen de la solicitud|tipo de contacto|canal del ticket|via|medio|fuente de solicitud',
  category:
    'categoria|tipo|tipo de ticket|tipo de incidencia|tipo de solicitud|tema|tema de ayuda|motivo|motivo del caso|clasificacion|asunto de ayuda',
  tags: 'etiquetas|tags',
  subject:
    'asunto|titulo|resumen|breve descripcion|descripcion breve|nombre del ticket|asunto del ticket|descripcion corta',
  url: 'url|enlace|vinculo',
  reopens: 'reaperturas|numero de reaperturas|cantidad de reaperturas|veces reabierto',
  agent_messages: 'respuestas|respuestas del agente|interacciones del agente|numero de respuestas',
  customer_messages: 'respuestas del cliente|interacciones del cliente',
  first_reply_time:
    'tiempo de primera respuesta|tiempo de la primera respuesta|tiempo hasta la primera respuesta|tiempo primera respuesta',
  resolution_time:
    'tiempo de resolucion|tiempo de resolucion completa|tiempo total de resolucion|tiempo hasta la resolucion|tiempo de solucion|tiempo hasta el cierre|duracion',
  time_customer_waited: 'tiempo de espera del solicitante|tiempo de espera del cliente',
  time_with_customer: 'tiempo de espera del agente',
  time_with_third_party: 'tiempo en espera',
  rating:
    'satisfaccion|calificacion|valoracion|calificacion de satisfaccion|puntuacion de satisfaccion|satisfaccion del cliente|resultados de la encuesta|csat',
};
