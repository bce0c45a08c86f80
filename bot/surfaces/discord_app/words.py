"""The surface's own English: names of buttons, and sentences about Discord that no knowledge base needs.

Nothing here says anything about a medicine; what does stands in the knowledge base.
"""

MORE = "More detail"
SHARE = "Share here"
DETAILS = "What to do (only you will see it)"
NEXT_PAGE = "Next page"
CONTINUED = "**More detail**"
SOURCES = "-# Sources"
ANSWER_ID = "Answer {id}"
UNTIL_HELP = "**Until help comes:**"
CHOOSE_COUNTRY = "Choose your country"
COUNTRY_BELOW = "All numbers for where you are:"
SEE_ALSO = "See also: {title}"
READ_LATER = "To read later: {title}"
MISSED = "Not what I asked"
SOMETHING_ELSE = "Something else"
NOT_IN_DANGER = "Nobody is in danger? Choose what you meant"
MISSED_NONE = "None of these"
MISSED_NONE_HELP = "Ask again in other words"
SOURCES_LEAD = "My answers cite these works, and nothing else."
SOURCES_LEAD_TOPIC = "The facts on this topic cite these works."
ERROR_ID = "If you report this, name it {id}."
COMMANDS = (
    "`/ask` answers a question in your own words; add `share: yes` to show the answer to everybody.",
    "`/dose` compares a dose with the published labels; only you see the reply.",
    "`/topic` looks a topic up, `/fact` tells one fact, `/sources` lists the works cited.",
    "`/emergency` lists whom to call. `/privacy` shows what is held about you.",
    "On a message: Apps, then Answer this or Check the dose in this. You can also mention me or write to me.",
)
VERSION = "Version {program}, knowledge base {knowledge}."
HELD_NOTHING = "Nothing is held about you: no name, no question, no answer."
HELD_TOPIC = "Held about you until now: the topic of your last answers ({titles}). It has been deleted."
HELD_IN_GENERAL = (
    "In memory only, never on disk: when somebody last asked (half a minute, to keep the pace), which "
    "messages were answered (15 minutes, so that none is answered twice), and the topic of the last answer "
    "to a mention or a direct message (10 minutes, for follow-up questions)."
)
