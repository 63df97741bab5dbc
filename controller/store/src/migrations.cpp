// SPDX-License-Identifier: Apache-2.0
// The schema. A migration that has been released is never changed; a new one is added below it.
#include "migrations.hpp"

#include <array>

#include "activities.hpp"
#include "audit_table.hpp"
#include "commands.hpp"
#include "epoch_totals.hpp"
#include "filings.hpp"
#include "inspections.hpp"
#include "ledger_log.hpp"
#include "outbox.hpp"
#include "submitted_reports.hpp"
#include "tier_sums.hpp"

namespace tocsin::store {
namespace {

constexpr std::int64_t kApplicationId = 0x546f6373;  // "Tocs": another program's is told from ours

struct Migration {
    char const* name;
    char const* sql;
    void (*further)(Connection&) = nullptr;  ///< what SQL cannot do, after it
};

// Instants are UTC milliseconds; digests and keys are blobs of 32 bytes; lists of values without a
// life of their own are JSON. Rows of the ledger refer to small tables of names and digests as they
// were at ingest. Those are never changed, so that an edit changes no history; the same code writes
// both in one transaction, so plays carry no foreign keys, which would cost a look-up each.
constexpr std::array<Migration, 37> kMigrations{
    {{"registry, plans and ledger", R"sql(
CREATE TABLE screens(
    id TEXT PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, tags TEXT NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, zone TEXT NOT NULL, seed TEXT NOT NULL,
    opening TEXT NOT NULL, player BLOB UNIQUE, token BLOB UNIQUE,
    retired INTEGER NOT NULL, added INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE assets(
    digest BLOB PRIMARY KEY, master BLOB NOT NULL, rendition BLOB NOT NULL,
    handle TEXT NOT NULL UNIQUE, title TEXT NOT NULL, kind TEXT NOT NULL, bytes INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL, codec TEXT NOT NULL, width INTEGER NOT NULL,
    height INTEGER NOT NULL, sound INTEGER NOT NULL, retired INTEGER NOT NULL,
    added INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX assets_rendition ON assets(rendition);

CREATE TABLE campaigns(
    id TEXT PRIMARY KEY, revision INTEGER NOT NULL, state TEXT NOT NULL, title TEXT NOT NULL,
    file TEXT NOT NULL, slogans TEXT NOT NULL, items TEXT NOT NULL, owner TEXT NOT NULL,
    changed INTEGER NOT NULL);

CREATE TABLE timelines(digest BLOB PRIMARY KEY, bytes BLOB NOT NULL);

CREATE TABLE released_spans(
    screen TEXT NOT NULL REFERENCES screens(id) DEFERRABLE INITIALLY DEFERRED,
    from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL,
    generation INTEGER NOT NULL, counter INTEGER NOT NULL,
    timeline BLOB NOT NULL REFERENCES timelines(digest) DEFERRABLE INITIALLY DEFERRED,
    bytes INTEGER NOT NULL, PRIMARY KEY(screen, from_ms)) WITHOUT ROWID;

CREATE TABLE manifests(
    screen TEXT NOT NULL REFERENCES screens(id) DEFERRABLE INITIALLY DEFERRED,
    generation INTEGER NOT NULL, counter INTEGER NOT NULL, issued INTEGER NOT NULL,
    expires INTEGER NOT NULL, envelope TEXT NOT NULL,
    PRIMARY KEY(screen, generation, counter));

CREATE TABLE settings(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE audit(
    number INTEGER PRIMARY KEY AUTOINCREMENT, at_ms INTEGER NOT NULL, who TEXT NOT NULL,
    action TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL);

CREATE TABLE ledger_players(key INTEGER PRIMARY KEY, public_key BLOB NOT NULL UNIQUE);
CREATE TABLE ledger_screens(key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE TABLE ledger_contents(
    key INTEGER PRIMARY KEY, asset BLOB NOT NULL, master BLOB NOT NULL, rendition BLOB NOT NULL,
    UNIQUE(asset, master, rendition));
CREATE TABLE ledger_asset_names(
    key INTEGER PRIMARY KEY, asset BLOB NOT NULL, name TEXT NOT NULL, UNIQUE(asset, name));
CREATE TABLE ledger_campaigns(
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL, UNIQUE(id, title));
CREATE TABLE ledger_timelines(key INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE);
CREATE TABLE ledger_boots(key INTEGER PRIMARY KEY, boot TEXT NOT NULL UNIQUE);

CREATE TABLE ledger_batches(
    key INTEGER PRIMARY KEY, player INTEGER NOT NULL REFERENCES ledger_players(key),
    epoch INTEGER NOT NULL, batch INTEGER NOT NULL,
    screen INTEGER NOT NULL REFERENCES ledger_screens(key), received INTEGER NOT NULL,
    text TEXT NOT NULL, UNIQUE(player, epoch, batch));

CREATE TABLE ledger_marks(
    player INTEGER NOT NULL REFERENCES ledger_players(key), epoch INTEGER NOT NULL,
    batch INTEGER NOT NULL, sequence INTEGER NOT NULL, header BLOB NOT NULL,
    PRIMARY KEY(player, epoch)) WITHOUT ROWID;

-- play_id is null where it is what timeline and position say, as it is for every honest row.
CREATE TABLE plays(
    key INTEGER PRIMARY KEY, screen INTEGER NOT NULL, start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL, batch INTEGER NOT NULL, sequence INTEGER NOT NULL,
    content INTEGER NOT NULL, asset_name INTEGER NOT NULL, campaign INTEGER NOT NULL,
    timeline INTEGER NOT NULL, position INTEGER NOT NULL, mono_start_ms INTEGER NOT NULL,
    mono_end_ms INTEGER NOT NULL, boot INTEGER NOT NULL, clock INTEGER NOT NULL,
    uncertainty_ms INTEGER NOT NULL, planned_ms INTEGER NOT NULL, shown_ms INTEGER NOT NULL,
    frames_shown INTEGER NOT NULL, frames_repeated INTEGER NOT NULL, frames_late INTEGER NOT NULL,
    result INTEGER NOT NULL, tier INTEGER NOT NULL, reason TEXT NOT NULL, play_id BLOB);
CREATE INDEX plays_screen_start ON plays(screen, start_ms);

CREATE TABLE daily_sums(
    day TEXT NOT NULL, screen INTEGER NOT NULL, asset_name INTEGER NOT NULL,
    campaign INTEGER NOT NULL, complete INTEGER NOT NULL, partial INTEGER NOT NULL,
    failed INTEGER NOT NULL, preempted INTEGER NOT NULL, shown_ms INTEGER NOT NULL,
    first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL,
    PRIMARY KEY(day, screen, asset_name, campaign)) WITHOUT ROWID;
-- hour: since 1970, UTC.
CREATE TABLE hourly_sums(
    hour INTEGER NOT NULL, screen INTEGER NOT NULL, asset_name INTEGER NOT NULL,
    campaign INTEGER NOT NULL, complete INTEGER NOT NULL, partial INTEGER NOT NULL,
    failed INTEGER NOT NULL, preempted INTEGER NOT NULL, shown_ms INTEGER NOT NULL,
    first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL,
    PRIMARY KEY(hour, screen, asset_name, campaign)) WITHOUT ROWID;
)sql"},
     {"bindings of players", R"sql(
CREATE TABLE bindings(
    key INTEGER PRIMARY KEY, player BLOB NOT NULL,
    screen TEXT NOT NULL REFERENCES screens(id) DEFERRABLE INITIALLY DEFERRED,
    from_ms INTEGER NOT NULL, to_ms INTEGER);
CREATE INDEX bindings_player ON bindings(player, from_ms);
CREATE INDEX bindings_screen ON bindings(screen) WHERE to_ms IS NULL;

-- What is known of the time before: the player that a screen has now.
INSERT INTO bindings(player, screen, from_ms, to_ms)
    SELECT player, id, added, CASE WHEN retired THEN
        (SELECT max(at_ms) FROM audit WHERE action = 'screen.retire' AND subject = screens.id) END
    FROM screens WHERE player IS NOT NULL;
)sql"},
     {"category and usable days of assets", R"sql(
-- Days are text like 2026-06-01, null: no bound.
ALTER TABLE assets ADD COLUMN category TEXT NOT NULL DEFAULT '';
ALTER TABLE assets ADD COLUMN usable_from TEXT;
ALTER TABLE assets ADD COLUMN usable_until TEXT;
)sql"},
     {"debts of campaigns", R"sql(
CREATE TABLE day_debts(
    day TEXT NOT NULL,
    screen TEXT NOT NULL REFERENCES screens(id) DEFERRABLE INITIALLY DEFERRED,
    campaign TEXT NOT NULL, ordered INTEGER NOT NULL, owed INTEGER NOT NULL,
    PRIMARY KEY(day, screen, campaign)) WITHOUT ROWID;
)sql"},
     {"released plans say what they make good", R"sql(
ALTER TABLE day_debts DROP COLUMN ordered;
)sql"},
     {"pictures of the output", R"sql(
-- The files lie under their digest in the folder "evidence"; campaign is '' where none was on.
CREATE TABLE pictures(
    number INTEGER PRIMARY KEY AUTOINCREMENT, picture BLOB NOT NULL UNIQUE, screen TEXT NOT NULL,
    campaign TEXT NOT NULL, at_ms INTEGER NOT NULL, received INTEGER NOT NULL,
    player BLOB NOT NULL, envelope TEXT NOT NULL);
CREATE INDEX pictures_at ON pictures(at_ms, number);
CREATE INDEX pictures_screen ON pictures(screen, at_ms, number);
CREATE INDEX pictures_campaign ON pictures(campaign, at_ms, number);
CREATE INDEX pictures_received ON pictures(received);
)sql"},
     {"how assets fill the screen", R"sql(
-- contain, cover, stretch; null: the player's own way.
ALTER TABLE assets ADD COLUMN fit TEXT;
)sql"},
     {"settings of screens, tags and units", R"sql(
CREATE TABLE settings_files(
    scope TEXT NOT NULL, name TEXT NOT NULL, file TEXT NOT NULL, changed INTEGER NOT NULL,
    PRIMARY KEY(scope, name)) WITHOUT ROWID;
)sql"},
     {"resumable uploads and quotas", R"sql(
-- The bytes lie in the folder "incoming". digest is null until it is known.
CREATE TABLE uploads(
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, unit TEXT NOT NULL, metadata TEXT NOT NULL,
    length INTEGER NOT NULL, received INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
    digest BLOB, is_new INTEGER NOT NULL, begun INTEGER NOT NULL,
    touched INTEGER NOT NULL) WITHOUT ROWID;
-- The unit against whose quota an asset counts, where it is not ''.
CREATE TABLE asset_charges(
    asset BLOB PRIMARY KEY REFERENCES assets(digest) DEFERRABLE INITIALLY DEFERRED,
    unit TEXT NOT NULL) WITHOUT ROWID;
)sql"},
     {"what assets are found by", R"sql(
ALTER TABLE assets ADD COLUMN brought_as TEXT NOT NULL DEFAULT '';
ALTER TABLE assets ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE assets ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE assets ADD COLUMN folder TEXT NOT NULL DEFAULT '';
ALTER TABLE assets ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE assets ADD COLUMN licence TEXT NOT NULL DEFAULT '';
ALTER TABLE assets ADD COLUMN licence_until TEXT;
UPDATE assets SET brought_as = title;

-- All texts of an asset, folded: asset_search.cpp writes them. asset_words has their trigrams only.
CREATE TABLE asset_texts(
    key INTEGER PRIMARY KEY,
    asset BLOB NOT NULL UNIQUE REFERENCES assets(digest) DEFERRABLE INITIALLY DEFERRED,
    words TEXT NOT NULL, tag_words TEXT NOT NULL, folder_words TEXT NOT NULL);
CREATE VIRTUAL TABLE asset_words USING fts5(
    words, content='asset_texts', content_rowid='key', tokenize='trigram case_sensitive 1');
INSERT INTO asset_texts(asset, words, tag_words, folder_words)
    SELECT digest, tocsin_folded(handle || char(10) || title), '', '' FROM assets;
INSERT INTO asset_words(asset_words) VALUES('rebuild');
)sql"},
     {"the list of categories", R"sql(
CREATE TABLE categories(
    word TEXT PRIMARY KEY, position INTEGER NOT NULL, chinese TEXT NOT NULL,
    english TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO categories VALUES
    ('教育培训', 1, '', 'education and training'), ('隐患曝光', 2, '', 'hazards exposed'),
    ('问题整改', 3, '', 'problems put right'), ('经验推广', 4, '', 'good practice'),
    ('案例警示', 5, '', 'warning cases'), ('监督举报', 6, '', 'supervision and reporting'),
    ('知识普及', 7, '', 'knowledge for all'), ('公益广告', 8, '', 'public service'),
    ('安全提示', 9, '', 'safety tips'), ('政策法规', 10, '', 'policy and law'),
    ('公共事件', 11, '', 'public events');
)sql"},
     {"playlists", R"sql(
CREATE TABLE playlists(
    handle TEXT PRIMARY KEY, revision INTEGER NOT NULL, title TEXT NOT NULL, items TEXT NOT NULL,
    owner TEXT NOT NULL, retired INTEGER NOT NULL, changed INTEGER NOT NULL) WITHOUT ROWID;
ALTER TABLE campaigns ADD COLUMN parts TEXT NOT NULL DEFAULT '[]';
)sql"},
     {"assets whose bytes are gone", R"sql(
ALTER TABLE assets ADD COLUMN deleted INTEGER;
)sql"},
     {"what is made from assets", R"sql(
ALTER TABLE assets ADD COLUMN upload_bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE assets ADD COLUMN ready INTEGER NOT NULL DEFAULT 1;
UPDATE assets SET upload_bytes = bytes;
-- Width and height 0: the house master. result is null until it is there.
CREATE TABLE conversions(
    asset BLOB NOT NULL REFERENCES assets(digest) DEFERRABLE INITIALLY DEFERRED,
    width INTEGER NOT NULL, height INTEGER NOT NULL, fit TEXT NOT NULL, state TEXT NOT NULL,
    needs TEXT NOT NULL, length_ms INTEGER NOT NULL, rate_num INTEGER NOT NULL,
    rate_den INTEGER NOT NULL, sound INTEGER NOT NULL, reason TEXT NOT NULL,
    result BLOB, bytes INTEGER NOT NULL, owner TEXT NOT NULL, asked INTEGER NOT NULL,
    touched INTEGER NOT NULL, PRIMARY KEY(asset, width, height, fit)) WITHOUT ROWID;
CREATE INDEX conversions_state ON conversions(state);
)sql"},
     {"lists of wrong words and of themes", R"sql(
CREATE TABLE wrong_words(
    wrong TEXT PRIMARY KEY, correct TEXT NOT NULL, note TEXT NOT NULL) WITHOUT ROWID;
-- Mistakes that are really made in safety texts, and that no right text holds.
INSERT INTO wrong_words VALUES
    ('安全冒', '安全帽', ''),
    ('带好安全帽', '戴好安全帽', '头上用“戴”'),
    ('佩带安全帽', '佩戴安全帽', '头上用“佩戴”'),
    ('配戴安全帽', '佩戴安全帽', ''),
    ('必需佩戴', '必须佩戴', ''),
    ('防患末然', '防患未然', '“未”与“末”'),
    ('予防为主', '预防为主', ''),
    ('应急予案', '应急预案', ''),
    ('警钟常鸣', '警钟长鸣', ''),
    ('警钟长呜', '警钟长鸣', '“鸣”与“呜”'),
    ('侥幸心里', '侥幸心理', ''),
    ('绕幸心理', '侥幸心理', ''),
    ('麻弊大意', '麻痹大意', ''),
    ('居安思微', '居安思危', ''),
    ('忘羊补牢', '亡羊补牢', ''),
    ('防微堵渐', '防微杜渐', ''),
    ('已防万一', '以防万一', ''),
    ('责任重与泰山', '责任重于泰山', ''),
    ('防范胜与救灾', '防范胜于救灾', ''),
    ('生命致上', '生命至上', ''),
    ('安全致上', '安全至上', ''),
    ('尊章守纪', '遵章守纪', ''),
    ('尊守纪律', '遵守纪律', ''),
    ('严谨烟火', '严禁烟火', ''),
    ('严谨吸烟', '严禁吸烟', ''),
    ('请匆靠近', '请勿靠近', '“勿”与“匆”'),
    ('请匆触摸', '请勿触摸', '“勿”与“匆”'),
    ('各个会应急', '个个会应急', ''),
    ('天燃气', '天然气', ''),
    ('煤汽罐', '煤气罐', ''),
    ('燃气泄露', '燃气泄漏', '气体用“泄漏”'),
    ('煤气泄露', '煤气泄漏', '气体用“泄漏”'),
    ('一氧化炭', '一氧化碳', ''),
    ('暴炸', '爆炸', ''),
    ('烟花暴竹', '烟花爆竹', ''),
    ('幅射', '辐射', ''),
    ('火势漫延', '火势蔓延', ''),
    ('防署降温', '防暑降温', ''),
    ('防讯抗旱', '防汛抗旱', ''),
    ('防振减灾', '防震减灾', ''),
    ('安排布署', '安排部署', '');
CREATE TABLE themes(
    title TEXT PRIMARY KEY, theme TEXT NOT NULL, period TEXT NOT NULL) WITHOUT ROWID;
)sql"},
     {"what players can decode, what films hold", R"sql(
ALTER TABLE screens ADD COLUMN decode_rate INTEGER NOT NULL DEFAULT 0;
ALTER TABLE assets ADD COLUMN rate_num INTEGER NOT NULL DEFAULT 0;
ALTER TABLE assets ADD COLUMN rate_den INTEGER NOT NULL DEFAULT 1;
CREATE TABLE examinations(film BLOB PRIMARY KEY, report TEXT NOT NULL, at INTEGER NOT NULL);
CREATE TABLE documents(document BLOB PRIMARY KEY, pages TEXT NOT NULL) WITHOUT ROWID;
)sql"},
     {"templates of slogans, drawn characters", R"sql(
CREATE TABLE office_characters(character TEXT PRIMARY KEY, dots TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE slogan_templates(
    unit TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL, style TEXT NOT NULL,
    note TEXT NOT NULL, PRIMARY KEY(unit, name)) WITHOUT ROWID;
INSERT INTO slogan_templates VALUES
    ('', '横幅', '', '{"colour":"#ffdc00","background":"#a00000"}', '红底黄字，静止'),
    ('', '滚动', '', '{"motion":"scroll-left","colour":"#ffdc00","background":"#000000"}',
     '一行长字，向左滚动'),
    ('', '条屏', '', '{"colour":"#ff3000","background":"#000000","edges":"sharp"}',
     '单色、双色条屏，黑底红字'),
    ('', '活动第几天', '[活动]第{day-count:[开始日期]}天', '{}', '日期写作 2026-06-01'),
    ('', '倒计时', '距[活动]还有{days-until:[日期]}天', '{}', '日期写作 2026-06-01'),
    ('', '安全生产天数', '本单位已安全生产{days-since:[开始日期]}天', '{}', '日期写作 2026-06-01'),
    ('', '演练通知', '[日期][地点]举行[名称]，请勿惊慌', '{"motion":"pages"}', '');
)sql"},
     {"the audit trail is a chain", R"sql(
ALTER TABLE audit ADD COLUMN chain BLOB NOT NULL DEFAULT x'';
)sql",
      &chainOldRows},
     {"accounts, units, approvals", R"sql(
CREATE TABLE units(
    handle TEXT PRIMARY KEY, name TEXT NOT NULL, parent TEXT NOT NULL, code TEXT NOT NULL)
    WITHOUT ROWID;
INSERT INTO units SELECT DISTINCT unit, unit, '', '' FROM screens WHERE unit <> '';
INSERT OR IGNORE INTO units SELECT DISTINCT unit, unit, '', '' FROM asset_charges WHERE unit <> '';
CREATE TABLE accounts(
    id TEXT PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, grants TEXT NOT NULL,
    program INTEGER NOT NULL, disabled INTEGER NOT NULL, password TEXT NOT NULL,
    invitation BLOB UNIQUE, invitation_ends INTEGER NOT NULL, totp TEXT NOT NULL,
    totp_in_force INTEGER NOT NULL, totp_step INTEGER NOT NULL, pin TEXT NOT NULL,
    locked_until INTEGER, created INTEGER NOT NULL, last_sign_in INTEGER) WITHOUT ROWID;
CREATE TABLE sessions(
    token BLOB PRIMARY KEY, account TEXT NOT NULL, csrf TEXT NOT NULL, created INTEGER NOT NULL,
    used INTEGER NOT NULL, expires INTEGER NOT NULL, step_up_ends INTEGER, address TEXT NOT NULL)
    WITHOUT ROWID;
CREATE INDEX sessions_by_account ON sessions(account);
CREATE TABLE api_tokens(
    id TEXT PRIMARY KEY, secret BLOB NOT NULL UNIQUE, name TEXT NOT NULL, account TEXT NOT NULL,
    scope TEXT NOT NULL, created INTEGER NOT NULL, expires INTEGER NOT NULL, used INTEGER)
    WITHOUT ROWID;
CREATE TABLE stations(
    id TEXT PRIMARY KEY, secret BLOB NOT NULL UNIQUE, name TEXT NOT NULL, unit TEXT NOT NULL,
    registered INTEGER NOT NULL, used INTEGER) WITHOUT ROWID;
CREATE TABLE delegations(
    id TEXT PRIMARY KEY, from_account TEXT NOT NULL, to_account TEXT NOT NULL,
    begins INTEGER NOT NULL, ends INTEGER NOT NULL, reason TEXT NOT NULL, ended_at INTEGER)
    WITHOUT ROWID;
CREATE TABLE approvals(
    number INTEGER PRIMARY KEY AUTOINCREMENT, campaign TEXT NOT NULL, revision INTEGER NOT NULL,
    envelope BLOB NOT NULL, content TEXT NOT NULL, level INTEGER NOT NULL,
    granted INTEGER NOT NULL, reason TEXT NOT NULL, by_account TEXT NOT NULL, behalf TEXT NOT NULL,
    at INTEGER NOT NULL, on_paper INTEGER NOT NULL, scan BLOB, record TEXT NOT NULL,
    voided_at INTEGER, void_reason TEXT NOT NULL);
CREATE INDEX approvals_by_campaign ON approvals(campaign);
ALTER TABLE campaigns ADD COLUMN unit TEXT NOT NULL DEFAULT '';
ALTER TABLE campaigns ADD COLUMN submitter TEXT NOT NULL DEFAULT '';
ALTER TABLE playlists ADD COLUMN unit TEXT NOT NULL DEFAULT '';
)sql"},
     {"orders to screens", R"sql(
CREATE TABLE screen_orders(
    screen TEXT PRIMARY KEY, generation INTEGER NOT NULL, counter INTEGER NOT NULL,
    blanked INTEGER NOT NULL, order_generation INTEGER NOT NULL, order_counter INTEGER NOT NULL,
    envelope TEXT NOT NULL, since_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL,
    who TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
)sql"},
     {"approvals on paper", R"sql(
ALTER TABLE approvals ADD COLUMN scan_type TEXT NOT NULL DEFAULT '';
ALTER TABLE approvals ADD COLUMN signed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE approvals ADD COLUMN signed_on TEXT NOT NULL DEFAULT '';
CREATE INDEX approvals_by_envelope ON approvals(envelope);
)sql"},
     {"revoked players and spares", R"sql(
ALTER TABLE screens ADD COLUMN token_expires INTEGER;
ALTER TABLE screens ADD COLUMN token_replaces INTEGER NOT NULL DEFAULT 0;
CREATE TABLE revocations(
    player BLOB PRIMARY KEY, screen TEXT NOT NULL, at_ms INTEGER NOT NULL,
    who TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX revocations_by_screen ON revocations(screen, at_ms);
CREATE TABLE spares(
    player BLOB PRIMARY KEY, screens TEXT NOT NULL, unit TEXT NOT NULL, tag TEXT NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, who TEXT NOT NULL,
    added INTEGER NOT NULL) WITHOUT ROWID;
)sql"},
     {"changes that wait for a second person", R"sql(
CREATE TABLE held_changes(
    id TEXT PRIMARY KEY, who TEXT NOT NULL, permission TEXT NOT NULL, units TEXT NOT NULL,
    screens TEXT NOT NULL, english TEXT NOT NULL, chinese TEXT NOT NULL, before BLOB NOT NULL,
    request TEXT NOT NULL, body TEXT NOT NULL, asked INTEGER NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE reached_screens(
    account TEXT NOT NULL, screen TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY(account, screen)) WITHOUT ROWID;
)sql"},
     {"where renditions came from", R"sql(
ALTER TABLE conversions ADD COLUMN record TEXT NOT NULL DEFAULT '';
)sql"},
     {"warnings, and where screens stand", R"sql(
CREATE TABLE warnings(
    id TEXT PRIMARY KEY, unit TEXT NOT NULL, state TEXT NOT NULL, revision INTEGER NOT NULL,
    source TEXT NOT NULL, level TEXT NOT NULL, event TEXT NOT NULL, headline TEXT NOT NULL,
    drill INTEGER NOT NULL, emergency INTEGER NOT NULL, raised INTEGER NOT NULL,
    issued INTEGER NOT NULL, begins INTEGER NOT NULL, expires INTEGER NOT NULL, ended INTEGER,
    raised_by TEXT NOT NULL, released_by TEXT NOT NULL, ended_by TEXT NOT NULL,
    alert_sender TEXT NOT NULL, alert_identifier TEXT NOT NULL, alert_sent INTEGER,
    asked TEXT NOT NULL, pending TEXT NOT NULL, envelope TEXT NOT NULL);
CREATE INDEX warnings_by_raised ON warnings(raised);
CREATE INDEX warnings_by_state ON warnings(state, raised);
CREATE INDEX warnings_by_expires ON warnings(expires);
CREATE INDEX warnings_by_alert ON warnings(alert_sender, alert_identifier, alert_sent);
CREATE TABLE warning_targets(
    warning TEXT NOT NULL, revision INTEGER NOT NULL, screen TEXT NOT NULL,
    look TEXT NOT NULL, sound INTEGER NOT NULL, always INTEGER NOT NULL,
    leaf INTEGER NOT NULL, why TEXT NOT NULL, proof BLOB NOT NULL,
    PRIMARY KEY(warning, revision, screen));
CREATE TABLE warning_receipts(
    warning TEXT NOT NULL, revision INTEGER NOT NULL, screen TEXT NOT NULL,
    received INTEGER, verified INTEGER, on_glass INTEGER, lit INTEGER NOT NULL, ended INTEGER,
    how_ended TEXT NOT NULL, reason TEXT NOT NULL, stored INTEGER NOT NULL,
    PRIMARY KEY(warning, revision, screen)) WITHOUT ROWID;
CREATE TABLE cap_messages(
    sender TEXT NOT NULL, identifier TEXT NOT NULL, sent INTEGER NOT NULL,
    type TEXT NOT NULL, verdict TEXT NOT NULL, came_from TEXT NOT NULL, who TEXT NOT NULL,
    digest BLOB NOT NULL, warning TEXT NOT NULL, arrived INTEGER NOT NULL, xml TEXT NOT NULL,
    PRIMARY KEY(sender, identifier, sent));
CREATE INDEX cap_messages_by_arrived ON cap_messages(arrived);
ALTER TABLE screens ADD COLUMN latitude REAL;
ALTER TABLE screens ADD COLUMN longitude REAL;
ALTER TABLE screens ADD COLUMN code TEXT NOT NULL DEFAULT '';
)sql"},
     {"the ledger's log", R"sql(
-- A leaf a batch; its receipt's signature is null until the signer has given it.
CREATE TABLE ledger_leaves(
    leaf INTEGER PRIMARY KEY, header BLOB NOT NULL, batch INTEGER NOT NULL UNIQUE,
    signer BLOB, signature TEXT);
CREATE INDEX ledger_leaves_unsigned ON ledger_leaves(leaf) WHERE signature IS NULL;
-- Complete subtrees of every eighth level.
CREATE TABLE ledger_nodes(
    level INTEGER NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL,
    PRIMARY KEY(level, number)) WITHOUT ROWID;
CREATE TABLE ledger_log(
    one INTEGER PRIMARY KEY CHECK(one = 1), size INTEGER NOT NULL, peaks BLOB NOT NULL);
CREATE TABLE ledger_checkpoints(
    size INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE ledger_cosignatures(
    number INTEGER PRIMARY KEY, size INTEGER NOT NULL, line TEXT NOT NULL, UNIQUE(size, line));
CREATE TABLE key_sets(generation INTEGER PRIMARY KEY, envelope TEXT NOT NULL);
)sql",
      &logOldBatches},
     {"sums by tier of evidence", kTierSums, &sumOldTiers},
     {"submitted reports", kSubmittedReports},
     {"epochs of players", kLedgerEpochs},
     {"pictures of warnings, and photographs by people", R"sql(
-- Both are '' where there is none.
ALTER TABLE pictures ADD COLUMN warning TEXT NOT NULL DEFAULT '';
ALTER TABLE pictures ADD COLUMN added_by TEXT NOT NULL DEFAULT '';
CREATE INDEX pictures_warning ON pictures(warning, at_ms, number) WHERE warning <> '';
)sql"},
     {"the outbox", kOutbox},
     {"activities and work records", kActivities},
     {"filings", kFilings},
     {"what papers say of screens", R"sql(
ALTER TABLE screens ADD COLUMN location TEXT NOT NULL DEFAULT '';
ALTER TABLE screens ADD COLUMN type TEXT NOT NULL DEFAULT '';
ALTER TABLE screens ADD COLUMN responsible TEXT NOT NULL DEFAULT '';
ALTER TABLE screens ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE screens ADD COLUMN serial TEXT NOT NULL DEFAULT '';
)sql"},
     {"inspection packages", kInspections},
     {"screens without a network", R"sql(
ALTER TABLE screens ADD COLUMN offline_site INTEGER NOT NULL DEFAULT 0;
)sql"},
     {"commands to screens", kCommands}}};

std::int64_t single(Connection& connection, char const* sql) {
    auto query = connection.query(sql);
    return query.step() ? query.integer() : 0;
}

// A new file has neither tables nor a mark; anything else must carry ours.
std::int64_t schemaOf(Connection& connection, std::filesystem::path const& file) {
    if (single(connection, "SELECT count(*) FROM sqlite_master") == 0) {
        return 0;
    }
    if (single(connection, "PRAGMA application_id") != kApplicationId) {
        throw Failure({Errc::damaged, file.string() +
                                          " is a database of another program; move it away, or "
                                          "name another data directory"});
    }
    return single(connection, "SELECT max(version) FROM schema_version");
}

void apply(Connection& connection, std::int64_t number, Migration const& migration, Instant now) {
    connection.execute("BEGIN IMMEDIATE");
    try {
        if (number == 1) {
            connection.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
            connection.execute(
                "CREATE TABLE schema_version(version INTEGER PRIMARY KEY, name TEXT NOT NULL, "
                "applied INTEGER NOT NULL)");
        }
        connection.execute(migration.sql);
        if (migration.further != nullptr) {
            migration.further(connection);
        }
        connection.query("INSERT INTO schema_version VALUES(?, ?, ?)")
            .with(number, migration.name, now)
            .run();
        connection.execute("COMMIT");
    } catch (...) {
        connection.rollBack();
        throw;
    }
}

}  // namespace

void migrate(Connection& connection, std::filesystem::path const& file, Instant now) {
    std::int64_t const present = schemaOf(connection, file);
    auto const newest = static_cast<std::int64_t>(kMigrations.size());
    if (present > newest) {
        throw Failure({Errc::damaged, file.string() + " was written by a newer Tocsin (schema " +
                                          std::to_string(present) + ", this program knows up to " +
                                          std::to_string(newest) +
                                          "); run the newer program, or restore an older backup"});
    }
    for (std::int64_t number = present + 1; number <= newest; ++number) {
        apply(connection, number, kMigrations[static_cast<std::size_t>(number - 1)], now);
    }
}

}  // namespace tocsin::store
