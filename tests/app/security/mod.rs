//! What must hold against people who mean harm: a test for each row of the checklist (TRUST.md), named after it.
//!
//! | row | what | where |
//! |---|---|---|
//! | S01 | how passwords are stored | `passwords` |
//! | S02 | hashing starves nobody | `passwords`; the gate itself in `src/domain/passwords.rs` |
//! | S03 | which passwords are taken | `passwords` |
//! | S04 | which are too well known | `passwords`; the whole list in `src/domain/password_rules.rs` |
//! | S05 | password managers and paste | `passwords`; pasting in `tests/browser` |
//! | S06 | a refused sign-in tells nothing | `passwords` |
//! | S07 | tries are counted by all processes | `sign_in` |
//! | S08 | no default account | `sign_in` |
//! | S09 | links work once | `sign_in` |
//! | S10 | session ids | `sessions`, `accounts::a_session_is_new_at_sign_in_and_dead_after_sign_out` |
//! | S11 | the cookie | `accounts::the_cookie_is_for_this_host_and_no_script` |
//! | S12 | when sessions end | `accounts::a_session_ends_when_it_is_idle_and_in_any_case_after_its_life`, `accounts::s12_people_are_warned_before_a_session_ends_and_asking_does_not_prolong_it` |
//! | S13 | signing out | `accounts::a_session_is_new_at_sign_in_and_dead_after_sign_out` |
//! | S14 | rights end at once | `sessions`, `accounts::who_is_disabled_is_out_on_the_next_request_in_every_process` |
//! | S15 | own sessions, own password | `sessions` |
//! | S20 | who may what | `permissions` |
//! | S21 | what is out of reach is not there | `scope`, `permissions` |
//! | S22 | nothing of another company is seen or changed | `scope` |
//! | S23 | the row filter | `schema` |
//! | S24 | forms bind named fields alone | `scope` |
//! | S27 | sessions and tokens open nothing of each other | `requests::sessions_and_tokens_open_nothing_of_each_other`, `permissions` |
//! | S28 | the last admin stays | `scope` |
//! | S30 | other sites change nothing | `forgery`, `requests::what_another_site_sends_changes_nothing` and others there |
//! | S31 | content policy | `headers`; in `tests/browser` that nothing breaks it |
//! | S32 | other headers | `headers` |
//! | S33 | what may be stored | `headers` |
//! | S34 | redirects stay here | `accounts::signing_in_never_leads_to_another_site`; all cases in `src/web/next.rs` |
//! | S35 | hosts | `requests::only_the_hosts_of_this_installation_are_answered`, `requests::a_forwarded_host_is_not_believed` |
//! | S40 | methods and content types | `forgery`, `requests::methods_nobody_defined_are_refused_everywhere` and others there |
//! | S45 | hostile texts are texts | `texts`, `requests::hostile_names_are_text`, `architecture.rs` |
//! | S46 | hostile searches search | `texts` |
//! | S48 | characters nobody types | `texts` |
//! | S49 | one idea of sameness | `texts`; more in `src/model/key.rs` |
//! | S51 | lengths | `texts` |
//! | S75 | secrets of programs | `tokens`, `permissions` |
//! | S76 | where those show | `programs` |
//! | S77 | writing once | `v1::idempotency` |
//! | S78 | hostile JSON | `programs` |
//! | S79 | the description of our own API | `.ci/schemathesis`, `v1::document` |
//! | S80 | programs that ask too often | `tokens`, `v1::problems` |

mod forgery;
mod passwords;
mod programs;
mod scope;
mod sessions;
mod sign_in;
mod texts;

pub use scope::is_of_contract;
