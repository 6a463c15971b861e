"""What SQLite is told of the tables, so that it looks things up instead of walking all that is held.

Without statistics it takes any first column of an index to leave ten rows: it walked every report held
now, because `report_read` begins with that. The numbers are of an invented floor of 20,000 reports; they are
the same on every floor, so that a question is answered the same way on each.
"""

from __future__ import annotations

import sqlalchemy as sa

# Table, index, and the rows of the index with those that one value of its first, first two … columns leaves.
STATISTICS = (
    ("actor", "actor_id", "900 1 1 1 1 1"),
    ("actor", "actor_key", "900 1"),
    ("actor", "actor_named", "900 1"),
    ("actor", "actor_newest", "900 2 1 1 1 1"),
    ("actor", "actor_open", "900 1"),
    ("admission", "admission_known", "20000 1"),
    ("admission", "sqlite_autoindex_admission_1", "20000 1"),
    ("change", "change_about", "40000 14000 3 2 1 1 1"),
    ("change", "change_at", "40000 2857 2 1 1"),
    ("change", "change_known", "40000 2"),
    ("change", "change_newest", "40000 2 1 1 1"),
    ("change", "sqlite_autoindex_change_1", "40000 1"),
    ("event", "event_id", "36889 3 1 1 1 1 1 1"),
    ("event", "event_newest", "36889 4 3 1 1 1 1 1"),
    ("event", "event_open", "16965 1"),
    ("event", "event_start", "36889 2635 2000 900 4 3 1 1"),
    ("event", "event_story", "36889 12"),
    ("event_key", "event_key_days", "16965 3 1 1 1 1"),
    ("event_key", "event_key_event", "16965 1"),
    ("event_key", "event_key_told", "16965 3 1 1 1"),
    ("findings", "findings_id", "20000 1 1"),
    ("findings", "findings_open", "20000 1"),
    ("member", "member_member", "140000 35000 1 1 1 1"),
    ("member", "member_open", "140000 35000 1"),
    ("member", "member_whole", "140000 35000 3 1"),
    ("mention", "mention_event", "40000 3 3 1"),
    ("mention", "mention_open", "40000 3 1"),
    ("mention", "mention_report", "40000 2"),
    ("mention", "mention_text", "40000 2 2 1 1"),
    ("placement", "placement_id", "20000 1 1"),
    ("placement", "placement_open", "20000 1"),
    ("placement", "placement_origin", "20000 1"),
    ("placement", "placement_report", "20000 1"),
    ("placement", "placement_story", "20000 4"),
    ("quote", "quote_id", "80000 1"),
    ("quote", "quote_late", "2000 4 1"),
    ("quote", "quote_newest", "80000 4 1 1 1 1 1 1"),
    ("quote", "quote_report", "80000 4 4 4 4 1 1 1"),
    ("quote", "quote_said", "80000 5700 5700 4 4 1 1"),
    ("quote", "quote_speaker", "80000 89 1 1 1 1 1 1 1"),
    ("quote", "quote_text", "80000 4 4 4 4 1 1 1"),
    ("reading", "reading_alias", "2000 1"),
    ("reading", "reading_id", "2000 1 1"),
    ("reading", "reading_open", "2000 1"),
    ("reading", "reading_text", "2000 1"),
    ("rendition", "rendition_known", "20000 1"),
    ("rendition", "rendition_text", "20000 1 1"),
    ("rendition", "rendition_url", "20000 1"),
    ("rendition", "sqlite_autoindex_rendition_1", "20000 1"),
    ("report", "report_id", "20000 1 1 1 1 1"),
    ("report", "report_newest", "20000 1 1 1 1 1"),
    ("report", "report_open", "20000 1"),
    ("report", "report_origin", "20000 1"),
    ("report", "report_published", "20000 1"),
    ("report", "report_read", "20000 20000 7000 1 1"),
    ("report", "report_text", "20000 1 1 1 1"),
    ("scope", "scope_term", "1266355 253271 42 2 1 1 1 1 1"),
    ("scope", "scope_thing", "1266355 16 10 10 1 1"),
    ("scope", "scope_unit", "1266355 75 38"),
    ("searchable", "sqlite_autoindex_searchable_1", "20000 1 1"),
    ("signature", "signature_known", "20000 1"),
    ("signature", "sqlite_autoindex_signature_1", "20000 1 1"),
    ("statement", "statement_date", "80000 1334 4 1 1 1"),
    ("statement", "statement_id", "80000 1"),
    ("statement", "statement_late", "2000 4 1"),
    ("statement", "statement_newest", "80000 4 1 1 1 1 1"),
    ("statement", "statement_report", "80000 4 4 4 4 1 1"),
    ("statement", "statement_text", "80000 4 4 4 4 1 1"),
    ("story", "story_first", "20000 1429"),
    ("story", "story_id", "20000 4 1 1 1 1 1"),
    ("story", "story_newest", "20000 4 4 1 1 1 1"),
    ("story", "story_open", "6000 1"),
    ("text", "sqlite_autoindex_text_1", "20000 1"),
    ("text", "text_here", "20000 1"),
)


def write_statistics(connection: sa.Connection) -> None:
    """Write the statistics, and let this connection read them; other databases have their own."""
    if connection.dialect.name != "sqlite":
        return
    connection.exec_driver_sql("ANALYZE admission")  # makes their table, where there is none
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    insert = sa.text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:tbl, :idx, :stat)")
    connection.execute(insert, [{"tbl": tbl, "idx": idx, "stat": stat} for tbl, idx, stat in STATISTICS])
    connection.exec_driver_sql("ANALYZE sqlite_master")
