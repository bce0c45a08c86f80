"""The study room's commands in other languages, by the English words; as in `translations`.

These wait for a native speaker's eye.
"""

from __future__ import annotations

STUDY_SPANISH = {
    "quiz": "cuestionario",
    "start": "empezar",
    "Questions made from the cited facts": "Preguntas hechas de los datos citados",
    "Begin a quiz, alone or for everybody in this channel": (
        "Empieza un cuestionario, a solas o para todo el canal (en inglés)"
    ),
    "group": "grupo",
    "A group of topics: begin to type and choose; all without it": (
        "Un grupo de temas: empieza a escribir y elige; sin él, todos"
    ),
    "number": "número",
    "How many questions; ten without it": "Cuántas preguntas; si no lo dices, diez",
    "difficulty": "dificultad",
    "How hard; all without it": "Qué dificultad; si no la dices, todas",
    "easy": "fácil",
    "medium": "media",
    "hard": "difícil",
    "players": "jugadores",
    "Who plays; just you without it": "Quién juega; si no lo dices, solo tú",
    "just me": "solo yo",
    "everybody here": "todos aquí",
    "cards": "tarjetas",
    "Cards that come back when you are about to forget them": "Tarjetas que vuelven cuando estás a punto de olvidarlas",
    "review": "repasar",
    "Go through the cards that are due; only you see them": "Repasa las tarjetas que tocan; solo tú las ves",
    "stats": "progreso",
    "How your cards and quizzes are going; only you see it": "Cómo van tus tarjetas y cuestionarios; solo tú lo ves",
    "leaderboard": "clasificación",
    "Who leads on this server, under made-up names": "Quién va primero en este servidor, con nombres inventados",
    "season": "temporada",
    "An earlier season, by its number": "Una temporada anterior, por su número",
    "study": "estudio",
    "The study room of this server": "La sala de estudio de este servidor",
    "settings": "ajustes",
    "See and change how the study room works on this server": "Ve y cambia cómo funciona la sala de estudio aquí",
    "rounds": "rondas",
    "May rounds be held for everybody, or does everybody play alone?": (
        "¿Puede haber rondas para todos, o juega cada cual a solas?"
    ),
    "channel": "canal",
    "A channel for rounds; without any they may be held everywhere": "Un canal para rondas; sin ninguno, en todos",
    "allowed": "permitido",
    "Whether rounds may be held in that channel; yes without it": (
        "Si puede haber rondas en ese canal; si no lo dices, sí"
    ),
    "Begin the next season: the leaderboard starts anew": "Empieza otra temporada: la clasificación parte de cero",
    "begin the next season": "empezar la siguiente temporada",
    "Whose emergency numbers to give where a reader's language does not tell": (
        "De qué país dar los números de urgencias si el idioma no lo dice"
    ),
    "delete": "borrar",
    "Delete at once what the study room keeps about you": "Borra ya lo que la sala de estudio guarda sobre ti",
}

STUDY_FRENCH = {
    "quiz": "quiz",
    "start": "commencer",
    "Questions made from the cited facts": "Des questions tirées des faits cités",
    "Begin a quiz, alone or for everybody in this channel": (
        "Commencer un quiz, seul ou pour tout le salon (en anglais)"
    ),
    "group": "groupe",
    "A group of topics: begin to type and choose; all without it": (
        "Un groupe de sujets : commencez à écrire et choisissez ; tous sinon"
    ),
    "number": "nombre",
    "How many questions; ten without it": "Combien de questions ; dix sinon",
    "difficulty": "difficulté",
    "How hard; all without it": "Quelle difficulté ; toutes sinon",
    "easy": "facile",
    "medium": "moyenne",
    "hard": "difficile",
    "players": "joueurs",
    "Who plays; just you without it": "Qui joue ; vous seul sinon",
    "just me": "moi seul",
    "everybody here": "tous ici",
    "cards": "cartes",
    "Cards that come back when you are about to forget them": "Des cartes qui reviennent quand vous allez les oublier",
    "review": "réviser",
    "Go through the cards that are due; only you see them": "Passez les cartes dues en revue ; vous seul les voyez",
    "stats": "progrès",
    "How your cards and quizzes are going; only you see it": "Où en sont vos cartes et vos quiz ; vous seul le voyez",
    "leaderboard": "classement",
    "Who leads on this server, under made-up names": "Qui mène sur ce serveur, sous des noms inventés",
    "season": "saison",
    "An earlier season, by its number": "Une saison passée, par son numéro",
    "study": "étude",
    "The study room of this server": "La salle d'étude de ce serveur",
    "settings": "réglages",
    "See and change how the study room works on this server": "Voir et changer la salle d'étude de ce serveur",
    "rounds": "manches",
    "May rounds be held for everybody, or does everybody play alone?": (
        "Y a-t-il des manches pour tous, ou chacun joue-t-il seul ?"
    ),
    "channel": "salon",
    "A channel for rounds; without any they may be held everywhere": "Un salon pour les manches ; sans aucun, partout",
    "allowed": "permis",
    "Whether rounds may be held in that channel; yes without it": "Si ce salon accueille des manches ; oui sinon",
    "Begin the next season: the leaderboard starts anew": "Commencer une saison : le classement repart de zéro",
    "begin the next season": "commencer la saison suivante",
    "Whose emergency numbers to give where a reader's language does not tell": (
        "Le pays des numéros d'urgence quand la langue ne le dit pas"
    ),
    "delete": "effacer",
    "Delete at once what the study room keeps about you": "Effacer tout de suite ce que la salle garde sur vous",
}

STUDY_GERMAN = {
    "quiz": "quiz",
    "start": "start",
    "Questions made from the cited facts": "Fragen aus den zitierten Tatsachen",
    "Begin a quiz, alone or for everybody in this channel": (
        "Ein Quiz beginnen, allein oder für alle im Kanal (auf Englisch)"
    ),
    "group": "gruppe",
    "A group of topics: begin to type and choose; all without it": (
        "Eine Themengruppe: tippen und auswählen; ohne Angabe alle"
    ),
    "number": "anzahl",
    "How many questions; ten without it": "Wie viele Fragen; ohne Angabe zehn",
    "difficulty": "schwierigkeit",
    "How hard; all without it": "Wie schwer; ohne Angabe alle",
    "easy": "leicht",
    "medium": "mittel",
    "hard": "schwer",
    "players": "spieler",
    "Who plays; just you without it": "Wer spielt; ohne Angabe nur du",
    "just me": "nur ich",
    "everybody here": "alle hier",
    "cards": "karten",
    "Cards that come back when you are about to forget them": "Karten, die wiederkommen, kurz bevor du sie vergisst",
    "review": "wiederholen",
    "Go through the cards that are due; only you see them": "Fällige Karten durchgehen; nur du siehst sie",
    "stats": "stand",
    "How your cards and quizzes are going; only you see it": "Wie es um deine Karten und Quiz steht; nur für dich",
    "leaderboard": "rangliste",
    "Who leads on this server, under made-up names": "Wer auf diesem Server vorn liegt, unter erfundenen Namen",
    "season": "saison",
    "An earlier season, by its number": "Eine frühere Saison, nach ihrer Nummer",
    "study": "lernen",
    "The study room of this server": "Der Lernraum dieses Servers",
    "settings": "einstellungen",
    "See and change how the study room works on this server": "Sehen und ändern, wie der Lernraum hier arbeitet",
    "rounds": "runden",
    "May rounds be held for everybody, or does everybody play alone?": (
        "Darf es Runden für alle geben, oder spielt jeder allein?"
    ),
    "channel": "kanal",
    "A channel for rounds; without any they may be held everywhere": "Ein Kanal für Runden; ohne Angabe überall",
    "allowed": "erlaubt",
    "Whether rounds may be held in that channel; yes without it": "Ob dort Runden erlaubt sind; ohne Angabe ja",
    "Begin the next season: the leaderboard starts anew": "Die nächste Saison beginnen: die Rangliste fängt neu an",
    "begin the next season": "nächste Saison beginnen",
    "Whose emergency numbers to give where a reader's language does not tell": (
        "Wessen Notrufnummern gelten, wenn die Sprache es nicht sagt"
    ),
    "delete": "löschen",
    "Delete at once what the study room keeps about you": "Sofort löschen, was der Lernraum über dich speichert",
}
