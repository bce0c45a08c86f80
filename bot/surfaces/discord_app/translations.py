"""Names and descriptions of the commands in other languages, by the English words.

Command and option names: lower case, no blanks, at most 32 characters; descriptions at most 100. Names of
message menus may have blanks. These wait for a native speaker's eye.
"""

from __future__ import annotations

SPANISH = {
    "ask": "preguntar",
    "Ask about the medicine in your own words": (
        "Pregunta sobre el medicamento con tus propias palabras (respuestas en inglés)"
    ),
    "question": "pregunta",
    "Your question, one at a time": "Tu pregunta, de una en una",
    "share": "compartir",
    "Show the answer to everybody here? Dose checks and emergencies stay private.": (
        "¿Mostrar la respuesta a todos? Las dosis y las urgencias quedan en privado."
    ),
    "yes": "sí",
    "no": "no",
    "dose": "dosis",
    "Compare a dose with the published labels; only you see the reply": (
        "Compara una dosis con las fichas técnicas publicadas; solo tú ves la respuesta"
    ),
    "text": "texto",
    "The dose with its unit and how often, such as: 10 mg three times a day": (
        "La dosis con su unidad y frecuencia, por ejemplo: 10 mg tres veces al día"
    ),
    "topic": "tema",
    "Look up a topic": "Consulta un tema",
    "name": "nombre",
    "A topic: begin to type and choose": "Un tema: empieza a escribir y elige",
    "fact": "dato",
    "Tell me one fact, with its source": "Un dato con su fuente",
    "sources": "fuentes",
    "List the works that the answers cite": "Lista de las obras que citan las respuestas",
    "help": "ayuda",
    "How to ask, and what the commands do": "Cómo preguntar y qué hacen los comandos",
    "privacy": "privacidad",
    "Show everything that is held about you, and delete it": ("Muestra todo lo que se guarda sobre ti y lo borra"),
    "emergency": "urgencias",
    "Whom to call in an emergency": "A quién llamar en una urgencia",
    "country": "país",
    "Your country, if it is not the one of your language": "Tu país, si no es el de tu idioma",
    "Answer this": "Responder a esto",
    "Check the dose in this": "Revisar la dosis de esto",
}

FRENCH = {
    "ask": "demander",
    "Ask about the medicine in your own words": (
        "Posez une question sur le médicament avec vos mots (réponses en anglais)"
    ),
    "question": "question",
    "Your question, one at a time": "Votre question, une à la fois",
    "share": "partager",
    "Show the answer to everybody here? Dose checks and emergencies stay private.": (
        "Montrer la réponse à tous ? Les doses et les urgences restent privées."
    ),
    "yes": "oui",
    "no": "non",
    "dose": "dose",
    "Compare a dose with the published labels; only you see the reply": (
        "Compare une dose aux notices publiées ; vous seul voyez la réponse"
    ),
    "text": "texte",
    "The dose with its unit and how often, such as: 10 mg three times a day": (
        "La dose avec son unité et sa fréquence, par exemple : 10 mg trois fois par jour"
    ),
    "topic": "sujet",
    "Look up a topic": "Consulter un sujet",
    "name": "nom",
    "A topic: begin to type and choose": "Un sujet : commencez à écrire et choisissez",
    "fact": "fait",
    "Tell me one fact, with its source": "Un fait avec sa source",
    "sources": "sources",
    "List the works that the answers cite": "Liste des ouvrages cités dans les réponses",
    "help": "aide",
    "How to ask, and what the commands do": "Comment poser une question et ce que font les commandes",
    "privacy": "confidentialité",
    "Show everything that is held about you, and delete it": ("Montre tout ce qui est conservé sur vous et l'efface"),
    "emergency": "urgence",
    "Whom to call in an emergency": "Qui appeler en cas d'urgence",
    "country": "pays",
    "Your country, if it is not the one of your language": ("Votre pays, si ce n'est pas celui de votre langue"),
    "Answer this": "Répondre à ceci",
    "Check the dose in this": "Vérifier la dose ici",
}

GERMAN = {
    "ask": "fragen",
    "Ask about the medicine in your own words": ("Frag in eigenen Worten nach dem Medikament (Antworten auf Englisch)"),
    "question": "frage",
    "Your question, one at a time": "Deine Frage, eine auf einmal",
    "share": "teilen",
    "Show the answer to everybody here? Dose checks and emergencies stay private.": (
        "Die Antwort allen hier zeigen? Dosis und Notfall bleiben privat."
    ),
    "yes": "ja",
    "no": "nein",
    "dose": "dosis",
    "Compare a dose with the published labels; only you see the reply": (
        "Vergleicht eine Dosis mit den Fachinformationen; nur du siehst die Antwort"
    ),
    "text": "text",
    "The dose with its unit and how often, such as: 10 mg three times a day": (
        "Die Dosis mit Einheit und Häufigkeit, zum Beispiel: 10 mg dreimal am Tag"
    ),
    "topic": "thema",
    "Look up a topic": "Ein Thema nachschlagen",
    "name": "name",
    "A topic: begin to type and choose": "Ein Thema: tippen und auswählen",
    "fact": "fakt",
    "Tell me one fact, with its source": "Eine Tatsache mit ihrer Quelle",
    "sources": "quellen",
    "List the works that the answers cite": "Die Werke, die in den Antworten zitiert werden",
    "help": "hilfe",
    "How to ask, and what the commands do": "Wie man fragt und was die Befehle tun",
    "privacy": "datenschutz",
    "Show everything that is held about you, and delete it": (
        "Zeigt alles, was über dich gespeichert ist, und löscht es"
    ),
    "emergency": "notfall",
    "Whom to call in an emergency": "Wen man im Notfall anruft",
    "country": "land",
    "Your country, if it is not the one of your language": "Dein Land, wenn es nicht das deiner Sprache ist",
    "Answer this": "Darauf antworten",
    "Check the dose in this": "Dosis darin prüfen",
}
