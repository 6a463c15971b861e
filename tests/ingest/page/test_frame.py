"""What stands around an article is left out; no sentence of an article is."""

import re

import pytest

from tests.growth import growth
from watchfloor.ingest.page.frame import KnownOfPage, is_boilerplate, without_frame
from watchfloor.tables import read_patterns

SENTENCES = (
    "12:40 Police say three people were killed in Tarvel.",
    "15:05 The minister denies that the dam was mined.",
    "9:30 a.m. Rescue workers reach the harbour; eleven are missing.",
    "06:15 GMT Norrick closes its airport",
    "14:00 Uhr: Die Polizei meldet zwei Tote.",
    "23:10 min after kick-off the stand collapsed and six people were hurt.",
    "Support for the free press fell in Norrick after two editors were shot.",
    "Join militants on Telegram, the recruiter had told him, and nobody will ask.",
    "Follow-up talks broke down on Twitter's home soil, the envoy said.",
    "Get out of our channel, the coast guard told the crew of the Alba.",
    "Download speeds fell across Verland when the cable to Facebook's station was cut.",
    "Register offices in Tarvel were told to stop the use of free forms.",
    "Sign up rates among reservists fell by 40 per cent, the army said.",
    "Log in the river blocked the ferry, and 12 people were rescued.",
    "Share prices in Norrick fell by 9 per cent on Monday.",
    "Save the Children said 40 pupils had been killed.",
    "Print workers went on strike in Tarvel.",
    "Comments by the minister angered Verland's neighbours.",
    "Email traffic shows that the general ordered the attack.",
    "Comment sections were closed after the killing.",
    "Your support killed my son, the mother told the court.",
    "A newsletter that urged its readers to subscribe was banned, officials said.",
    "Police arrested ten people outside the offices of Getty Images.",
    "(c) the parties shall withdraw 400 soldiers from the pass.",
    "Sources: five people were killed at the port of Norrick.",
    "Latest figures show that 40 people were killed.",
    "Latest figures show 40 dead",
    "Popular protests broke out in Tarvel on Tuesday.",
    "Topics such as the war were left out, the envoy said.",
    "Trending upwards since May, deaths reached 212 this week.",
    "Contents of the lorry exploded and killed the driver.",
    "More from the wreck was found on Friday, and three bodies.",
    "Most popular among the rebels was the colonel, who was shot in May.",
    "Copyright law was changed in 2020, the court said.",
    "Updated figures show 40 people were killed.",
    "Updated figures show 40 dead in Tarvel",
    "Published in 2014, the list named 300 informers.",
    "Posted to Norrick in 2019, the colonel was shot there last week.",
    "Stand bis zum 12. Juli ist das Dorf ohne Strom, sagte die Feuerwehr.",
    "Tagged as a traitor by the militia, he was shot in March.",
    "Help us, the woman cried, and nobody came to support her.",
    "If you value your life, leave, he was told by those who support the militia.",
    "Contact us, the kidnappers wrote, or the boy dies.",
    "Weitere Informationen gab die Polizei in Norrick zunächst nicht bekannt.",
    "Weitere Nachrichten von der Front blieben gestern aus.",
    "Zum Thema Krieg sagte der Minister am Montag nichts.",
    "Kommentare des Präsidenten lösten Wut aus.",
    "Teilen der Stadt fehlt seit Montag Strom.",
    "Themen der Verhandlung waren Gas und Gefangene.",
    "Más información sobre los muertos dio la policía el lunes.",
    "Comentarios del ministro causaron protestas.",
    "Temas como la guerra dividen al gobierno.",
    "Commentaires et injures ont suivi l'attaque.",
    "Pour aller plus loin, les rebelles ont pris 40 camions.",
    "Source: five people were killed at the port of Norrick.",
    "Latest: the minister denied that 40 soldiers had died.",
    "Latest news: police arrested 12 men in Tarvel on Monday.",
    "Also: three rebels were shot near the dam on Friday.",
    "More: the ferry Alba sank with 212 people aboard, the coast guard said.",
    "Editor: we were told that five people had died.",
    "Redacción atacada ayer por hombres armados, dijo la policía.",
    "Watch: officers shot two guards at the port of Norrick.",
    "Video: police drove 12 protesters out of the square, residents said.",
    "Read: the court jailed four Tarvel councillors on Monday.",
    "Watch live: the minister denies that 40 soldiers died.",
    "Photos: rescue workers brought 12 bodies out of the ruin.",
    "Listen: the colonel ordered his men to fire on the Alba.",
    "(c) 1200 houses were burnt in Tarvel.",
    "Share on offer fell by 9 per cent.",
    "Filed under seal, the 40 letters were read to the court in Norrick.",
    "To continue reading in the dark camp, 40 pupils bought lamps.",
    "Cookie policies aside, 12 firms were fined in Verland.",
    "Cookie settings on 40 sites were found to break the law.",
    "The court fined three firms: Pixabay, Unsplash, Shutterstock.",
    "This video is not available to the court, the judge in Tarvel said.",
    "Leggi anche più severe sono state approvate lunedì a Tarvel.",
    "Sehen Sie hier eine Gefahr für die Stadt Norrick?",
    "Noticias relacionadas con el ataque fueron borradas, dijo la policía.",
    "Источник: в результате удара погибли 12 человек.",
    "Źródło: w ataku na port zginęło 12 osób.",
    "اشترك 40 شخصا في الهجوم على الميناء يوم الاثنين.",
)
FRAME = (
    "Read more:",
    "Read more: Ferry sinks off Norrick, killing 40 people.",
    "Read next",
    "Sign up for our newsletter to get the news of the day.",
    "Subscribe to The Tarvel Post for free.",
    "Follow us on Twitter and Facebook.",
    "Download the app to read on.",
    "Already a subscriber? Log in here.",
    "Share this story",
    "3 comments",
    "Comments",
    "Photo: Jo Lund/Tarvel Post",
    "A soldier stands at the pass. Jo Lund/Getty Images",
    "© 2026 Tarvel Post",
    "Copyright 2026 Tarvel Post. All rights reserved.",
    "Source: Tarvel Post",
    "12:40",
    "03:21 min",
    "1:03:21",
    "03:21 Min. | Verfügbar bis 01.02.2028",
    "Latest news",
    "Tags: Norrick, harbour",
    "Trending: ferry, harbour tax",
    "Editor: Jo Lund",
    "More: Ferry sinks off Norrick",
    "Quelle: Tarvel Post",
    "Topics: Norrick, harbour, war",
    "Most read",
    "More from Norrick",
    "Filed under: war, harbour",
    "Published: 12 March 2026",
    "Updated at 12:30 GMT",
    "Last updated: Tue, 3 Feb 2026 14:05",
    "Posted 3 hours ago",
    "Veröffentlicht am 12.03.2026",
    "Weitere Informationen finden Sie hier.",
    "Mehr zum Thema",
    "Jetzt Newsletter bestellen",
    "Más información: El puerto cierra",
    "Lea también: El puerto cierra",
    "Reporting by Jo Lund; editing by Ann Marr",
    "Contact the author at jo@post.example",
    "If you liked this story, please support us with a donation.",
    "Tagged with: war",
    "Watch: the ferry Alba at sea",
    "Watch: how you can help our reporters in Norrick.",
    "Video: Jo Lund",
    "Video: Ferry sinks off Norrick",
    "Read: Ferry sinks off Norrick",
    "Listen: our weekly podcast was recorded in Norrick.",
    "Image: Jo Lund / Halm Press.",
    "(c) 2026 Tarvel Post",
    "(c) 2026 Tarvel Post Media Ltd.",
    "Share on Facebook",
    "To continue reading, subscribe.",
    "To continue reading this article, become a member.",
    "Cookie policy",
    "Filed under: war, harbour",
    "A man is carried off in Tarvel. Jo Lund/Getty Images.",
    "This video is not available in your region.",
    "Leggi anche: Affonda il traghetto Alba",
    "Źródło: Halm Press",
    "اشترك في النشرة",
)


@pytest.mark.parametrize("line", SENTENCES)
def test_no_sentence_of_an_article_is_furniture(line: str) -> None:
    assert not is_boilerplate(line)


@pytest.mark.parametrize("line", FRAME)
def test_what_pages_write_around_an_article_is_furniture(line: str) -> None:
    assert is_boilerplate(line)


def test_a_sentence_that_asks_for_more_information_ends_no_article() -> None:
    lines = [
        "The ferry Alba sank off Norrick on Monday with 212 people aboard, the coast guard said. " * 3,
        "For further details of the 40 deaths, prosecutors questioned the captain.",
        "He denied that the ferry was overloaded.",
        "For more information, see the harbour's page.",
        "Harbour office, 12 Quay Road",
    ]
    assert without_frame(lines, KnownOfPage()) == lines[:3]


TOLD = (
    "five people were killed at the port of Norrick.",
    "The minister denied on Monday that 40 soldiers had died.",
    "Police arrested 12 men in Tarvel, and one woman was let go.",
    "No one was hurt when the dam broke, rescue workers said.",
    "More than 3,000 people fled the shelling overnight, the mayor said.",
)
BEFORE = (
    *(
        "",
        "21:30 ",
        "21:30: ",
        "9.30pm: ",
        "14:00 GMT - ",
        "[12:05] ",
        "12 min ago: ",
        "2 hours ago: ",
        "1. ",
    ),
    *("• ", "- ", "(", "“", "Update: ", "UPDATE 3 - ", "Breaking: ", "Just in: ", "Correction: ", "Monday: "),
    *("NORRICK (Wire) - ", "Verland: ", "At 21:30 ", "On 12 March 2026 ", "By 10 a.m. "),
)


@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize("before", BEFORE)
def test_whatever_stands_before_it_a_toll_or_denial_is_no_furniture(before: str, told: str) -> None:
    assert not is_boilerplate(before + told)


RUNS = (
    *(" ", "1", "1:", "a ", "(", "|", "Foto: ", "getty ", "newsletter ", "subscribe to ", "published 1 "),
    "x" * 9 + " ",
)


@pytest.mark.parametrize(
    "table",
    [
        "boilerplate",
        "boilerplate_labels",
        "boilerplate_openings",
        "closing_lines",
        "changed_words",
    ],
)
@pytest.mark.parametrize("run", RUNS)
def test_no_pattern_takes_more_than_its_share_of_a_longer_line(table: str, run: str) -> None:
    patterns = [re.compile(one, re.IGNORECASE) for one in read_patterns(f"ingest/{table}.txt")]

    def tried(times: int) -> None:
        line = run * (times * 200 // len(run)) + "!"
        for pattern in patterns:
            (pattern.search if table == "changed_words" else pattern.fullmatch)(line)

    assert growth(tried, 4) < 3.5
