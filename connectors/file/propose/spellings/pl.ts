import type { Spellings } from '../targets.ts';

/** Polish headings, as normalised. */
export const PL: Spellings = {
  id: 'numer zgłoszenia|nr zgłoszenia|id zgłoszenia|zgłoszenie|numer zgłoszenia serwisowego|numer sprawy|id sprawy|klucz|klucz zgłoszenia|identyfikator|numer biletu|id biletu|id',
  opened_at:
    'utworzono|utworzone|data utworzenia|czas utworzenia|data otwarcia|otwarto|data zgłoszenia|zgłoszono|data rejestracji|data i godzina utworzenia|data i godzina otwarcia|utworzony',
  solved_at:
    'rozwiazano|rozwiazane|data rozwiazania|czas rozwiazania zgłoszenia|rozwiazany|data i godzina rozwiazania|zakonczono|data zakonczenia',
  closed_at: 'zamknieto|zamkniete|data zamkniecia|data i godzina zamkniecia|zamkniety',
  first_response_at: 'data pierwszej odpowiedzi|pierwsza odpowiedz',
  updated_at: 'zaktualizowano|data aktualizacji|ostatnia aktualizacja|ostatnia modyfikacja|zmodyfikowano',
  status: 'status|stan|status zgłoszenia|stan zgłoszenia',
  agent_id:
    'osoba przypisana|przypisany|przypisana osoba|przypisano do|agent|wykonawca|opiekun|własciciel|prowadzacy|osoba odpowiedzialna',
  team_id: 'grupa|zespoł|dział|kolejka|grupa przypisana|przypisana grupa',
  customer_id:
    'zgłaszajacy|klient|osoba zgłaszajaca|wnioskodawca|kontakt|e mail klienta|adres e mail klienta|e mail zgłaszajacego',
  account_key: 'firma|organizacja|nazwa firmy',
  priority: 'priorytet|pilnosc|waznosc',
  channel: 'kanał|zrodło|kanał zgłoszenia',
  category: 'kategoria|typ|rodzaj|typ zgłoszenia|rodzaj zgłoszenia',
  tags: 'etykiety|tagi|znaczniki',
  subject: 'temat|tytuł|podsumowanie|krotki opis',
  url: 'url|link|adres',
  reopens: 'liczba ponownych otwarc|ponowne otwarcia',
  first_reply_time: 'czas pierwszej odpowiedzi|czas do pierwszej odpowiedzi|czas reakcji',
  resolution_time: 'czas rozwiazania|czas do rozwiazania|czas realizacji|pełny czas rozwiazania',
  rating: 'ocena|zadowolenie|satysfakcja|ocena zadowolenia|csat',
};
