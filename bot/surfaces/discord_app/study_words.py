"""The study room's own English; what it says about the medicine stands in the items and the knowledge base."""

HELP = (
    "`/quiz start` asks questions made from the cited facts, alone or for everybody here; `/cards review` brings them "
    "back; `/leaderboard` shows who leads."
)
LOBBY = "**A quiz for everybody here: {what}**"
LOBBY_HOW = (
    "Press the button of the right answer; only you see what you chose, and you may choose again until the "
    "answer is shown.\n"
    "In this round everybody has a made-up name, which I tell each of you; your own is not kept.\n"
    "Whoever started the round begins it, and leads on."
)
QUESTIONS = "{number} questions"
ONE_QUESTION = "1 question"
HEADING = "**Question {position} of {number}** · {title}"
SOLUTION_HEADING = "**Question {position} of {number}: the answer** · {title}"
BEGIN, SHOW, NEXT, SKIP, STOP = "Begin", "Show the answer", "Next question", "Skip", "End the round"
LAST = "Show the scores"
MINE = "How did I do?"
RESULT = "My result"
CHOSEN = "Your answer: **{choice}**."
CHOSEN_ANEW = "Your answer is now **{choice}**."
AS = "In this round you are **{name}**. Until the answer is shown you may choose again."
OVER = "That question is over: the round has gone on."
NO_ROUND = "That round is over, or its server has removed it. `/quiz start` begins another."
NOT_HOST = (
    "Only who started the round leads it, or somebody who may manage messages here. After five minutes without a "
    "step everybody may."
)
NOT_KEPT = "Scores are not kept now: the place where they are kept cannot be reached. Questions are answered as always."
NEEDS_STORE = (
    "A round for everybody needs a place to keep its scores, and that cannot be reached now. You can practice alone "
    "meanwhile: `/quiz start` with `players: just me`."
)
CARDS_NEED_STORE = (
    "Cards are kept from day to day, and the place where they are kept cannot be reached now. Try again in a few "
    "minutes; `/quiz start` works meanwhile."
)
NOT_HERE = "The admins of this server hold rounds in other channels. You can practice alone: `players: just me`."
NOT_PUBLIC = "The admins of this server want everybody to practice alone: choose `players: just me`."
ONLY_SERVERS = (
    "Rounds for everybody take place in servers that have added me. Here you can play alone: `players: just me`."
)
GONE_ITEM = "This question is no longer in my knowledge base. Go on to the next one."
NO_GROUP = "I have no questions on that. The groups are: {groups}."
NO_ITEMS = "I have no such questions. Leave out the group or the difficulty."
CHOSEN_BY = "chosen by {number}"
RIGHT_COUNT = "{right} of {all} answered right."
NOBODY = "Nobody answered."
OFTEN_WRONG = "Often chosen: “{choice}”. {confusion}"
RIGHT, WRONG = "**Right.**", "**Not right.** {confusion}"
THE_ANSWER = "The answer: **{answer}**"
SO_FAR = "{right} of {asked} right so far."
FINISHED = "**Your result: {right} of {number} right.**"
FINISHED_MORE = "`/quiz start` begins another one; `/cards review` brings back what you want to keep."
SCORES = "**Scores** · {asked}"
ASKED = "{number} questions asked"
ASKED_ONE = "1 question asked"
NO_SCORES = "Nobody answered a question that counted."
PLACE = "{rank}\\. **{name}**: {points} of {asked} right"
MORE_PLACES = "… and {number} more. **{mine}** tells you your own place."
YOUR_PLACE = "You are **{name}**: place {rank} of {players}, {points} of {asked} right."
YOU_DID_NOT = "You have not answered a question of this round that counted."
YOUR_ANSWER = "To question {position} you answered **{choice}**: {verdict}."
DUE = "**{due} due** · {title}"
DUE_NEW = "**New card** · {title}"
FLIP = "Show the answer"
RATINGS = ("Again", "Hard", "Good", "Easy")
HOW_WELL = "How well did you know it? Each button says when the card comes back."
NO_CARDS = "**Nothing is due.** You have seen today's new cards too; come back tomorrow."
NO_MORE_CARDS = "**Done: nothing is due now.**"
STATS = "**Your cards**"
STATS_LINES = (
    "{cards} cards, {due} of them due now.",
    "{learned} learned: they will last three weeks or more.",
    "In the last 30 days: {reviews} reviews, {known} of them remembered{share}.",
    "In quizzes: {right} of {answers} answers right.",
)
BOARD = "**Leaderboard** · season {season}, points"
BOARD_EMPTY = "Nobody stands here yet. Only those who want to are listed, under a made-up name."
BOARD_NOTE = "Points come from rounds for everybody here that have ended. Names are made up anew each season."
LISTED_AS = "You stand on it as **{name}**{place}."
LISTED_PLACE = ": place {rank}, points: {points}"
NOT_LISTED = "You do not stand on it."
BOARD_PLACE = "{rank}\\. **{name}**: {points}"
LIST_ME, UNLIST_ME = "Put me on it", "Take me off"
SETTINGS = "**The study room of this server**"
SETTING_PUBLIC = "Rounds: {public}."
PUBLIC = {True: "for everybody, or alone", False: "everybody plays alone"}
SETTING_CHANNELS = "Channels for rounds: {channels}."
ALL_CHANNELS = "all"
SOME_CHANNELS = "{number} chosen ({here})"
CHANNEL_HERE = {True: "this one is among them", False: "this one is not"}
SETTING_SEASON = "Season: {season}."
SETTING_COUNTRY = "Emergency numbers where the reader's language does not tell: {country}."
NO_COUNTRY = "of many countries"
NO_SUCH_COUNTRY = "I know no emergency numbers of that country. Nothing was changed."
NOT_SAVED = "Nothing was changed: the place where settings are kept cannot be reached now."
PICTURE = "As a picture"
PROGRESS = "**Your progress**"
NO_PICTURE = "Pictures cannot be drawn here; the words say the same."
HELD = "**Kept about you in the study room: {total} entries**, under the pseudonym `{person}`."
HELD_NONE = "**Kept about you in the study room: nothing.**"
HELD_AWAY = "What the study room keeps about you cannot be read now. Try again in a few minutes."
HELD_MORE = "Next entries"
HELD_HOW = (
    "A score holds the answer to one question, a card its schedule, a review one rating, a listed entry that you "
    "stand on a leaderboard, a round a quiz that you started. Your name, your id and your words are nowhere."
)
DELETE = "Delete all of it"
DELETED = "**Deleted: {number} entries.** Nothing is kept about you in the study room now."
DELETE_AWAY = (
    "It could not be deleted now: the place where it is kept cannot be reached. Please try again in a few minutes."
)
LETTERS = "ABCDEFGH"
