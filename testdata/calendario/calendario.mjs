// Reads a list of iCalendar files, as JSON, from the standard input; applies them in order to a calendar, as a calendar program does
// with the invitations it is sent (RFC 5546), and prints what it holds after each: what ical.js, the parser of Thunderbird, understood.
import ICAL from 'ical.js';
import { text } from 'node:stream/consumers';

const calendario = new Map();

// applica puts an invitation in its place, unless what is there is newer.
function applica(file) {
  ICAL.design.strict = true;
  const vcalendar = new ICAL.Component(ICAL.parse(file));
  const vevents = vcalendar.getAllSubcomponents('vevent');
  if (vevents.length !== 1) throw new Error(`${vevents.length} events`);
  const e = new ICAL.Event(vevents[0], { strictExceptions: true });
  const uno = (nome) => vevents[0].getFirstProperty(nome);
  const invito = {
    metodo: vcalendar.getFirstPropertyValue('method'),
    versione: vcalendar.getFirstPropertyValue('version'),
    uid: e.uid,
    sequenza: e.sequence,
    ts: vevents[0].getFirstPropertyValue('dtstamp').toJSDate().toISOString(),
    inizio: e.startDate.toJSDate().toISOString(),
    fine: e.endDate.toJSDate().toISOString(),
    zona: e.startDate.zone.tzid,
    stato: vevents[0].getFirstPropertyValue('status'),
    titolo: e.summary,
    luogo: e.location,
    descrizione: e.description,
    organizzatore: e.organizer,
    invitati: e.attendees.map((a) => a.getFirstValue()),
    partecipa: e.attendees.map((a) => a.getParameter('partstat')),
    nome: uno('organizer').getParameter('cn'),
    sveglie: vevents[0].getAllSubcomponents('valarm').map((v) => v.getFirstPropertyValue('trigger').toString()),
  };
  const prima = calendario.get(invito.uid);
  const vecchio = prima && (prima.sequenza > invito.sequenza || (prima.sequenza === invito.sequenza && prima.ts > invito.ts));
  if (!vecchio) calendario.set(invito.uid, invito);
}

const esiti = JSON.parse(await text(process.stdin)).map((file) => {
  applica(file);
  return [...calendario.values()];
});
console.log(JSON.stringify(esiti));
