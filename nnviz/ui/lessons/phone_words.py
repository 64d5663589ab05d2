"""What the phone's page says by itself, in the languages that it knows; a lesson in another one gets English words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PhoneWords:
    """The sentences of one language; what stands in braces is filled in.

    Attributes
    ----------
    room, step, follow : str
    waiting, thinking, closed : str
        No question; no round yet; the round is over.
    choose, again, ends : str
        A first round; a later one; in how many seconds it ends.
    answer, answered : str
        The phone's own answer while it can be changed, and later.
    rounds, votes, network : str
        The name of a round; how many voted in it; the measured answer.
    look, offline : str
        The link that loads the page anew; what is said where the network fails.
    gone, changed, full, input, late, cookie : str
        Why something was not done.
    code, enter : str
        Where the code of a room is typed.
    """

    room: str
    step: str
    follow: str
    waiting: str
    thinking: str
    closed: str
    choose: str
    again: str
    ends: str
    answer: str
    answered: str
    rounds: str
    votes: str
    network: str
    look: str
    offline: str
    gone: str
    changed: str
    full: str
    input: str
    late: str
    cookie: str
    code: str
    enter: str


_WORDS = {
    "en": PhoneWords(
        room="Room {code}",
        step="The lecture is at step {at}.",
        follow="Follow on this device",
        waiting="There is no question at the moment.",
        thinking="The vote is not open yet.",
        closed="The vote is closed.",
        choose="Choose one answer, by yourself.",
        again="Round {n}: choose again.",
        ends="Closes in {seconds} s.",
        answer="Your answer: {option}. You can change it until the vote is closed.",
        answered="Your answer: {option}.",
        rounds="Round {n}",
        votes="Votes: {count}",
        network="The network’s answer",
        look="Look again",
        offline="No connection. Trying again …",
        gone="There is no room with this code. It was closed, or the code is mistyped.",
        changed="The question has changed. Please look again.",
        full="The room is full. You can still read along.",
        input="This could not be read. Please choose again.",
        late="The vote is closed: your last tap came too late.",
        cookie="Your vote was not counted: this browser keeps no cookies. Allow them for this page, and choose again.",
        code="Code of the room, five letters",
        enter="Enter",
    ),
    "de": PhoneWords(
        room="Raum {code}",
        step="Die Vorlesung ist bei Schritt {at}.",
        follow="Auf diesem Gerät mitgehen",
        waiting="Im Moment gibt es keine Frage.",
        thinking="Die Abstimmung ist noch nicht offen.",
        closed="Die Abstimmung ist geschlossen.",
        choose="Wählen Sie eine Antwort, jede und jeder für sich.",
        again="Runde {n}: Wählen Sie noch einmal.",
        ends="Schließt in {seconds} s.",
        answer="Ihre Antwort: {option}. Sie können sie ändern, bis die Abstimmung geschlossen wird.",
        answered="Ihre Antwort: {option}.",
        rounds="Runde {n}",
        votes="Stimmen: {count}",
        network="Die Antwort des Netzes",
        look="Neu laden",
        offline="Keine Verbindung. Neuer Versuch …",
        gone="Es gibt keinen Raum mit diesem Code. Er wurde geschlossen, oder der Code ist vertippt.",
        changed="Die Frage ist inzwischen eine andere. Bitte sehen Sie noch einmal hin.",
        full="Der Raum ist voll. Mitlesen können Sie trotzdem.",
        input="Das war nicht lesbar. Bitte wählen Sie noch einmal.",
        late="Die Abstimmung ist geschlossen: Ihre letzte Wahl kam zu spät.",
        cookie="Ihre Wahl wurde nicht gezählt: Dieser Browser behält keine Cookies. Bitte erlauben Sie sie hier.",
        code="Code des Raums, fünf Buchstaben",
        enter="Eintreten",
    ),
    "fr": PhoneWords(
        room="Salle {code}",
        step="Le cours en est à l’étape {at}.",
        follow="Suivre sur cet appareil",
        waiting="Il n’y a pas de question pour le moment.",
        thinking="Le vote n’est pas encore ouvert.",
        closed="Le vote est clos.",
        choose="Choisissez une réponse, sans vous concerter.",
        again="Tour {n} : choisissez de nouveau.",
        ends="Clôture dans {seconds} s.",
        answer="Votre réponse : {option}. Vous pouvez la changer jusqu’à la clôture du vote.",
        answered="Votre réponse : {option}.",
        rounds="Tour {n}",
        votes="Votes : {count}",
        network="La réponse du réseau",
        look="Actualiser",
        offline="Pas de connexion. Nouvel essai …",
        gone="Aucune salle n’a ce code. Elle a été fermée, ou le code est mal tapé.",
        changed="La question a changé. Regardez-la de nouveau.",
        full="La salle est pleine. Vous pouvez quand même lire.",
        input="Choix illisible. Choisissez de nouveau.",
        late="Le vote est clos : votre dernier choix est arrivé trop tard.",
        cookie="Votre vote n’a pas été compté : ce navigateur refuse les cookies. Autorisez-les pour cette page.",
        code="Code de la salle, cinq lettres",
        enter="Entrer",
    ),
    "es": PhoneWords(
        room="Sala {code}",
        step="La clase va por el paso {at}.",
        follow="Seguir en este dispositivo",
        waiting="Por ahora no hay ninguna pregunta.",
        thinking="La votación aún no está abierta.",
        closed="La votación está cerrada.",
        choose="Elija una respuesta sin consultar a nadie.",
        again="Ronda {n}: elija otra vez.",
        ends="Se cierra en {seconds} s.",
        answer="Su respuesta: {option}. Puede cambiarla hasta que se cierre la votación.",
        answered="Su respuesta: {option}.",
        rounds="Ronda {n}",
        votes="Votos: {count}",
        network="La respuesta de la red",
        look="Actualizar",
        offline="Sin conexión. Se intenta de nuevo …",
        gone="No hay ninguna sala con este código. Se ha cerrado, o el código está mal escrito.",
        changed="La pregunta ha cambiado. Mírela otra vez.",
        full="La sala está llena. Aun así puede seguir leyendo.",
        input="No se ha podido leer. Elija otra vez.",
        late="La votación está cerrada: su última elección llegó tarde.",
        cookie="Su voto no se ha contado: este navegador no guarda cookies. Permítalas para esta página.",
        code="Código de la sala, cinco letras",
        enter="Entrar",
    ),
}


def phone_words(language: str) -> tuple[str, PhoneWords]:
    """Return the language that the page speaks in a lesson of some language, and its words."""
    known = language.partition("-")[0].lower()
    return (known, _WORDS[known]) if known in _WORDS else ("en", _WORDS["en"])
