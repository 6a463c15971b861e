"""Where each row of the reliability catalogue is tested: module, then the beginnings of the tests' names."""

from __future__ import annotations

HERE = "tests.test_reliability_reading"
GUARD = "tests.test_reliability:test_no_fetcher_connects_to_an_address_inside"
PAGES, FETCH = "tests.ingest.formats.test_hostile_pages", "tests.ingest.test_fetch"
FILES = "tests.ingest.test_files"
WARC, ARCHIVES = (f"tests.ingest.formats.test_{name}" for name in ("warc", "archives"))
CASES: dict[str, tuple[str, ...]] = {
    **{f"A{number}": (GUARD,) for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 14, 15)},
    "A10": ("tests.test_reliability:test_a10", f"{FETCH}:test_a_a_name_that_changes"),
    "A12": ("tests.test_reliability:test_a12", f"{FETCH}:test_a_a_loop"),
    "A13": ("tests.test_reliability:test_with_the_guard_off", GUARD),
    "A16": ("tests.test_reliability:test_a16",),
    "B17": (f"{FETCH}:test_b_a_bomb",),
    "B18": (f"{FETCH}:test_b_what_was_not_asked_for",),
    "B19": (f"{FETCH}:test_b_the_body_of_a_redirect",),
    "B20": (f"{FETCH}:test_b_what_was_not_asked_for",),
    "B21": (f"{FETCH}:test_b_a_byte_now_and_then", "tests.engine.collect.test_rounds:test_one_sick_source"),
    "B22": (f"{FETCH}:test_b_endless_headers", f"{FETCH}:test_b_a_body_of_another_length"),
    "B23": (f"{FETCH}:test_b_a_cut_gzip",),
    "B24": (f"{FETCH}:test_b_waiting_is_bounded",),
    "B25": (f"{FETCH}:test_b_a_bad_certificate",),
    "C26": (f"{HERE}:test_entities", f"{PAGES}:test_entities"),
    "C27": (f"{HERE}:test_entities", f"{PAGES}:test_entities"),
    "C28": (f"{HERE}:test_entities",),
    "C29": (f"{HERE}:test_no_reader_runs_programs_of_strangers", f"{HERE}:test_what_asks_to_be_run"),
    "C30": (
        f"{HERE}:test_costly",
        f"{HERE}:test_words_within",
        "tests.ingest.formats.test_pages:test_flattening",
    ),
    "C31": (f"{HERE}:test_costly", f"{HERE}:test_words_within"),
    "C32": (f"{HERE}:test_costly",),
    "C33": (f"{HERE}:test_a_feed_of_many_items", "tests.ingest.formats.test_sitemaps:test_a_huge_sitemap"),
    "C34": (f"{HERE}:test_links_that_run", f"{PAGES}:test_links_that"),
    "C35": (f"{HERE}:test_a_script_in_a_title", f"{PAGES}:test_nothing_of_a_page"),
    "C36": (f"{HERE}:test_a_script_in_a_title", f"{PAGES}:test_nothing_of_a_page"),
    "C37": ("tests.cli.test_hostile_words:test_templates_in_what_is_read_are_words",),
    "C38": (
        "tests.web.test_defence:test_every_answer",
        "tests.web.pages.test_now:test_words_of_strangers",
    ),
    "C39": (f"{HERE}:test_broken_characters", f"{PAGES}:test_broken_characters"),
    "C40": (f"{HERE}:test_dates_that_cannot_be", f"{PAGES}:test_a_stated_date"),
    "C41": ("tests.engine.collect.test_rounds:test_a_name_of_an_item_used_again",),
    "C42": ("tests.engine.collect.test_rounds:test_a_feed_that_is_none", f"{PAGES}:test_nothing_is_a_reason"),
    "C43": (f"{HERE}:test_costly", f"{PAGES}:test_no_pattern_stalls"),
    "C44": (f"{HERE}:test_json", f"{PAGES}:test_linked_data"),
    "D45": (
        f"{HERE}:test_no_archive_is_unpacked",
        f"{HERE}:test_no_part_of_a_document",
        f"{FILES}:test_archives_are_refused",
    ),
    "D46": (
        f"{HERE}:test_a_bomb",
        f"{FILES}:test_a_packed_bomb",
        f"{WARC}:test_a_bomb",
        f"{ARCHIVES}:test_a_packed",
    ),
    "D47": (f"{HERE}:test_a_bomb", f"{FILES}:test_archives_are_refused", f"{WARC}:test_a_record_within"),
    "D48": (f"{WARC}:test_a_cut_gzip", f"{WARC}:test_a_cut_file"),
    "D49": (f"{WARC}:test_a_wrong_length", f"{WARC}:test_a_broken_member"),
    "D50": (f"{WARC}:test_a_record_of_half_a_gigabyte", f"{ARCHIVES}:test_a_page_larger"),
    "D51": ("tests.engine.test_backup:test_no_secret", "tests.engine.test_backup:test_a_secret_is_left"),
    "D52": ("tests.engine.test_backup:test_a_list_that_names_other_files",),
    "D53": ("tests.web.test_defence:test_what_is_too_large",),
    "E54": (
        "tests.cli.test_hostile_words:test_templates_in_what_is_read_are_words",
        "tests.watch.test_rules:test_e54",
    ),
    "E55": ("tests.cli.test_hostile_words:test_templates_in_what_is_read_are_words",),
    "E56": ("tests.watch.test_rules:test_e56",),
    "E57": ("tests.watch.channels.test_sending:test_no_header_can_be_smuggled_in",),
    "E58": ("tests.cli.test_export:test_no_cell_is_a_formula",),
    "E59": ("tests.watch.channels.test_kinds:test_mistakes_are_told",),
    "F60": ("tests.cli.test_kill:test_twenty_kills", "tests.store.test_crash:test_fifty_kills"),
    "F61": ("tests.engine.admit.test_alerting:test_outbox_rows_are_there_with_their_change_or_not_at_all",),
    "F62": ("tests.store.test_crash:test_a_killed_upgrade", "tests.cli.test_keeping:test_a_kill_midway"),
    "F63": (
        "tests.store.test_power_cuts:test_a_power_cut",
        "tests.store.test_power_cuts:test_with_a_weaker_setting",
    ),
    "F64": (
        "tests.store.test_power_cuts:test_a_full_disk_at_any_write",
        "tests.store.backends.test_faults:test_a_full_disk_at_any_write",
        "tests.engine.test_daemon:test_a_disk_that_is_full",
    ),
    "F65": (
        "tests.cli.test_read_only:test_writing_there_is_refused",
        "tests.store.backends.test_faults:test_a_folder_that_may_not_be_written",
    ),
    "F66": (
        "tests.store.test_store:test_a_second_writer_waits_then_is_refused",
        "tests.store.backends.test_locks:test_a_held_floor_makes_a_turn_wait_and_refuse",
        "tests.engine.test_waiting:test_the_worst_of_fifty_acts",
    ),
    "F67": (
        "tests.engine.test_daemon:test_there_is_one_daemon",
        "tests.cli.test_sources:test_a_second_poll_is_refused",
    ),
    "F68": (
        "tests.store.backends.test_faults:test_the_doctor_finds_damaged_pages",
        "tests.engine.test_backup:test_what_is_put_back",
    ),
    "F69": (
        "tests.engine.collect.test_months:test_a_clock",
        "tests.store.test_as_of:test_clocks_that_go_back",
    ),
    "F71": (
        "tests.engine.collect.test_rounds:test_a_page_that_kills_the_parser",
        "tests.engine.prepare.test_reader_pool:test_a_killed_child",
    ),
    "F72": ("tests.engine.collect.test_months:test_with_few_files",),
    "G73": (
        "tests.engine.deliver.test_outbox:test_a_kill_sends_a_webhook_under_one_id",
        "tests.engine.deliver.test_outbox:test_a_kill_leaves",
    ),
    "G74": ("tests.watch.channels.test_sending:test_a_retry_has_the_same_id",),
    "G75": (
        "tests.watch.test_retries:test_a_failure_waits_longer",
        "tests.watch.test_retries:test_deliveries_that_failed_together",
        "tests.engine.deliver.test_outbox:test_what_was_given_up_is_sent",
    ),
    "G76": (
        "tests.engine.deliver.test_outbox:test_a_receiver_that_is_gone",
        "tests.watch.channels.test_sending:test_answers_are_judged",
        "tests.watch.test_retries:test_what_the_receiver_asks_for",
    ),
    "G77": (
        "tests.watch.channels.test_sending:test_a_drop_inside_the_message",
        "tests.watch.test_retries:test_doubt_is_not_sent_again",
    ),
    "G78": (
        "tests.store.test_store:test_the_outbox_takes_each_payload_once",
        "tests.engine.deliver.test_outbox:test_one_process_works_the_outbox",
    ),
    "G79": (
        "tests.engine.admit.test_alerting:test_one_alert_an_event_updated_in_place",
        "tests.watch.test_evaluate:test_evaluating_again_changes_nothing",
    ),
    "G80": (
        "tests.engine.deliver.test_gathering:test_what_quiet_hours",
        "tests.engine.deliver.test_gathering:test_beyond_a_rate",
    ),
    "G81": ("tests.engine.test_backup:test_nothing_fires_again",),
    "H93": (
        "tests.store.test_chain:test_each_way_of_changing_the_log_is_found",
        "tests.store.test_chain:test_a_floor_that_nobody_touched",
    ),
    **{f"I{number}": (f"tests.engine.window.test_poisoning:test_{number}",) for number in range(95, 104)},
    "I104": ("tests.cli.test_hostile_words:test_orders_in_a_text_are_words",),
    "I105": ("tests.cli.test_hostile_words:test_orders_in_a_text_are_words",),
    "J106": (
        "tests.cli.test_keeping:test_a_person_is_erased",
        "tests.store.test_chain:test_withholding_leaves",
    ),
    "J107": ("tests.cli.test_keeping:test_texts_expire",),
    "J108": (
        "tests.engine.collect.test_rounds:test_what_is_reserved",
        "tests.cli.test_keeping:test_reserved_and_closed_pages",
    ),
    "J109": ("tests.engine.collect.test_rounds:test_robots",),
    "J110": (
        "tests.cli.test_keeping:test_a_text_that_was_taken_down",
        "tests.cli.test_keeping:test_receivers_of_the_words",
    ),
    "J111": ("tests.cli.test_keeping:test_without_a_licence",),
    "K112": (
        "tests.web.test_matrix:test_a_role_may_what_the_table_of_permissions_says",
        "tests.web.test_matrix:test_no_route_is_missing_from_the_matrix",
        "tests.web.pages.test_acts:test_viewers_may_not",
    ),
    "K114": (
        "tests.web.test_defence:test_a_form_of_another_session",
        "tests.web.test_defence:test_another_site",
        "tests.web.test_api:test_other_methods",
    ),
    "K118": (
        "tests.web.test_api:test_what_is_no_question",
        "tests.web.test_defence:test_what_is_too_large",
    ),
}
# Rows that nothing can be tested of yet, with the reason.
OPEN: dict[str, str] = {
    "F70": "SQLite is the only database",
    "G82": "nothing comes in: no partner sends",
}
OPEN |= {f"H{number}": "partners, roles and markings of an exchange" for number in (*range(83, 93), 94)}
OPEN |= {
    "K113": "no page takes an address to lead to",
    "K115": "nothing is shared by a token yet",
    "K116": "only loopback is served: no proxy is trusted, and none is asked",
    "K117": "no page takes a colour",
}

# The ids of the catalogue, as it has them.
GROUPS: dict[str, range] = {
    "A": range(1, 17),
    "B": range(17, 26),
    "C": range(26, 45),
    "D": range(45, 54),
    "E": range(54, 60),
    "F": range(60, 73),
    "G": range(73, 83),
    "H": range(83, 95),
    "I": range(95, 106),
    "J": range(106, 112),
    "K": range(112, 119),
}
