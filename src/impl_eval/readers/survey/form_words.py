"""How Google Forms and Microsoft Forms call their own columns, in the usual languages."""

from collections.abc import Mapping

_TIMESTAMP = (
    "timestamp, horodateur, zeitstempel, marca temporal, marca de tiempo, "
    "informazioni cronologiche, carimbo de data/hora, carimbo de data e hora, data e hora, "
    "tijdstempel, sygnatura czasowa, タイムスタンプ, 时间戳记, 时间戳, 時間戳記, 타임스탬프, "
    "отметка времени, позначка часу, zaman damgası, tidsstempel, tidsstämpel, tidstämpel, aikaleima, "
    "časové razítko, časová značka, časová pečiatka, marcaj de timp, marcă temporală, "
    "időbélyeg, χρονική σήμανση, cap waktu, stempel waktu, dấu thời gian, ประทับเวลา, طابع زمني, חותמת זמן, "
    "vremenska oznaka, marca de temps, laiko žyma"
)
TIMESTAMP_WORDS = frozenset(word.strip() for word in _TIMESTAMP.split(","))
SCORE_WORDS = frozenset({"score", "punkte", "punktzahl", "note", "puntuación", "punteggio", "得点", "スコア"})
_MICROSOFT = {
    "id": "id, identifier, identifikator",
    "started": (
        "start time, startzeit, heure de début, hora de inicio, begintijd, ora di inizio, hora de início, "
        "hora inicial, 開始時刻, starttid, godzina rozpoczęcia, aloitusaika"
    ),
    "completed": (
        "completion time, fertigstellungszeit, heure de fin, heure d'achèvement, hora de finalización, "
        "tijd van voltooien, voltooiingstijd, ora di completamento, hora de conclusão, 完了時刻, "
        "slutförandetid, fullføringstidspunkt, godzina ukończenia, valmistumisaika"
    ),
    "modified": (
        "last modified time, zeitpunkt der letzten änderung, uhrzeit der letzten änderung, "
        "heure de la dernière modification, hora de la última modificación, laatst gewijzigd, "
        "ora ultima modifica, hora da última modificação, 最終変更時刻, senast ändrad"
    ),
    "total": "total points, gesamtpunktzahl, total des points, total de puntos, puntos totales",
    "feedback": "quiz feedback, feedback zum quiz, grade posted time",
}
MICROSOFT_HEADINGS: Mapping[str, str] = {
    word.strip(): fact for fact, words in _MICROSOFT.items() for word in words.split(",")
}
