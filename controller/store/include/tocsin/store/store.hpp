// SPDX-License-Identifier: Apache-2.0
// The store: every change is one transaction on one writer thread, reads see a snapshot. All
// aggregates are reached through Tx, so a change and its audit row, or plays and mark and rollup,
// stand or fall together.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tocsin/store/records.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::store {

// Their headers: people.hpp, approvals.hpp, commands.hpp, held_changes.hpp, ledger_log.hpp,
// epoch_totals.hpp, filings.hpp, inspections.hpp, warnings.hpp, submitted_reports.hpp, outbox.hpp
// and activities.hpp.
class Units;
class Accounts;
class Sessions;
class ApiTokens;
class Stations;
class Delegations;
class Approvals;
class HeldChanges;
class Commands;
class LedgerLog;
class Warnings;
class SubmittedReports;
class EpochTotals;
class Outbox;
class Activities;
class WorkRecords;
class Filings;
class Inspections;

// Each aggregate: const members read, the others write and may be called only inside Store::write.
// Input-dependent failures are returned; a database that fails throws Failure(Errc::exhausted) for
// a full disk and Failure(Errc::unavailable) otherwise, which rolls the transaction back.

class Screens {
public:
    virtual ~Screens() = default;
    [[nodiscard]] virtual std::vector<Screen> all() const = 0;  ///< by id, retired ones too
    [[nodiscard]] virtual std::optional<Screen> find(ScreenId const& id) const = 0;
    [[nodiscard]] virtual std::optional<Screen> findByPlayer(
        messages::PublicKey const& key) const = 0;
    [[nodiscard]] virtual std::optional<Screen> findByToken(Digest const& tokenDigest) const = 0;
    virtual void put(Screen const& screen) = 0;  ///< adds or replaces
};

/// Which player drove which screen when; kept for good, because plays may come late.
class Bindings {
public:
    virtual ~Bindings() = default;
    /// All of the player's, the oldest first.
    [[nodiscard]] virtual std::vector<Binding> of(messages::PublicKey const& player) const = 0;
    /// From `at` on `player` drives `screen`; what either was bound to before ends then. Nothing
    /// changes if it drives that screen already.
    virtual void begin(messages::PublicKey const& player, ScreenId const& screen, Instant at) = 0;
    /// From `at` on no player drives `screen`.
    virtual void end(ScreenId const& screen, Instant at) = 0;
};

/// Players' keys that are not believed any more.
class Revocations {
public:
    virtual ~Revocations() = default;
    [[nodiscard]] virtual std::optional<Revocation> find(
        messages::PublicKey const& player) const = 0;
    /// The newest of a screen's players.
    [[nodiscard]] virtual std::optional<Revocation> newestOf(ScreenId const& screen) const = 0;
    /// For good: adds or replaces. Not before the player's newest batch came in, though the clock
    /// was set back meanwhile: what is stored was believed.
    virtual void put(Revocation const& revocation) = 0;
};

/// Players that wait to take the place of another.
class Spares {
public:
    virtual ~Spares() = default;
    [[nodiscard]] virtual std::vector<Spare> all() const = 0;  ///< the oldest first
    [[nodiscard]] virtual std::optional<Spare> find(messages::PublicKey const& player) const = 0;
    virtual void put(Spare const& spare) = 0;                    ///< adds or replaces
    virtual void remove(messages::PublicKey const& player) = 0;  ///< gone, if it was there
};

class Assets {
public:
    virtual ~Assets() = default;
    [[nodiscard]] virtual std::vector<Asset> all() const = 0;  ///< by handle, retired ones too
    [[nodiscard]] virtual std::optional<Asset> find(Digest const& asset) const = 0;
    [[nodiscard]] virtual std::optional<Asset> findByHandle(std::string const& handle) const = 0;
    [[nodiscard]] virtual std::optional<Asset> findByRendition(Digest const& rendition) const = 0;
    [[nodiscard]] virtual AssetPage search(AssetQuery const& query) const = 0;
    virtual void put(Asset const& asset) = 0;  ///< adds or replaces; found by its new words at once
    /// Categories that assets in use carry, with how many do, by word.
    [[nodiscard]] virtual std::vector<std::pair<std::string, std::int64_t>> categoriesInUse()
        const = 0;
};

/// The office's list of words that slogans should not hold.
class WrongWords {
public:
    virtual ~WrongWords() = default;
    [[nodiscard]] virtual std::vector<WrongWord> all() const = 0;  ///< by the wrong word
    virtual void put(WrongWord const& word) = 0;                   ///< adds or replaces
    virtual void remove(std::string const& wrong) = 0;             ///< gone, if it was there
};

/// The office's list of themes.
class Themes {
public:
    virtual ~Themes() = default;
    [[nodiscard]] virtual std::vector<Theme> all() const = 0;  ///< by title
    virtual void put(Theme const& theme) = 0;                  ///< adds or replaces
    virtual void remove(std::string const& title) = 0;         ///< gone, if it was there
};

/// What units make their slogans from.
class SloganTemplates {
public:
    virtual ~SloganTemplates() = default;
    [[nodiscard]] virtual std::vector<SloganTemplate> all() const = 0;  ///< by unit and name
    [[nodiscard]] virtual std::optional<SloganTemplate> find(std::string const& unit,
                                                             std::string const& name) const = 0;
    virtual void put(SloganTemplate const& made) = 0;  ///< adds or replaces
    virtual void remove(std::string const& unit, std::string const& name) = 0;
};

/// Characters that no font has.
class OfficeCharacters {
public:
    virtual ~OfficeCharacters() = default;
    [[nodiscard]] virtual std::vector<OfficeCharacter> all() const = 0;  ///< by code point
    virtual void put(OfficeCharacter const& drawn) = 0;                  ///< adds or replaces
    virtual void remove(std::string const& character) = 0;               ///< gone, if it was there
};

/// The office's list of categories.
class Categories {
public:
    virtual ~Categories() = default;
    [[nodiscard]] virtual std::vector<Category> all() const = 0;  ///< in the list's order
    virtual void put(Category const& category) = 0;  ///< replaces, or adds at the list's end
    virtual void remove(std::string const& word) = 0;
};

class Playlists {
public:
    virtual ~Playlists() = default;
    [[nodiscard]] virtual std::vector<Playlist> all() const = 0;  ///< by handle, retired ones too
    [[nodiscard]] virtual std::optional<Playlist> find(std::string const& handle) const = 0;
    virtual void put(Playlist const& playlist) = 0;
};

/// Resumable uploads, and what counts against the quotas of units.
class Uploads {
public:
    virtual ~Uploads() = default;
    [[nodiscard]] virtual std::vector<Upload> all() const = 0;  ///< the oldest first
    [[nodiscard]] virtual std::optional<Upload> find(UploadId const& id) const = 0;
    virtual void put(Upload const& upload) = 0;  ///< adds or replaces
    virtual void remove(UploadId const& id) = 0;
    /// Bytes that `unit` has used up: the files of its assets that are not retired, and its uploads
    /// under way at their full length. The unit "" has what belongs to no other.
    [[nodiscard]] virtual std::int64_t usedBy(std::string const& unit) const = 0;
    /// All that have used any, in order; "" among them only if something belongs to no unit.
    [[nodiscard]] virtual std::vector<std::string> units() const = 0;
    /// The unit that the asset counts against, whose it is; empty: none.
    [[nodiscard]] virtual std::string chargedTo(Digest const& asset) const = 0;
    /// The asset counts against `unit` from now on, unless it counts against another already.
    virtual void charge(Digest const& asset, std::string const& unit) = 0;
};

/// What is made from assets, one row an asset and class of screens.
class Conversions {
public:
    virtual ~Conversions() = default;
    [[nodiscard]] virtual std::vector<Conversion> all() const = 0;  ///< in the order of asking
    /// Those in a state, masters before renditions, then in the order of asking.
    [[nodiscard]] virtual std::vector<Conversion> in(ConversionState state) const = 0;
    /// Of one asset, its master first.
    [[nodiscard]] virtual std::vector<Conversion> of(Digest const& asset) const = 0;
    [[nodiscard]] virtual std::optional<Conversion> find(Digest const& asset,
                                                         ScreenClass const& screens) const = 0;
    virtual void put(Conversion const& conversion) = 0;  ///< adds or replaces
    virtual void remove(Digest const& asset, ScreenClass const& screens) = 0;
};

/// What was found in films, a row a master.
class Examinations {
public:
    virtual ~Examinations() = default;
    [[nodiscard]] virtual std::optional<Examination> find(Digest const& master) const = 0;
    /// A film in use that is ready and whose master has no row, the newest first.
    [[nodiscard]] virtual std::optional<Asset> next() const = 0;
    virtual void put(Examination const& examination) = 0;  ///< adds or replaces
};

/// Which documents became which pages.
class Documents {
public:
    virtual ~Documents() = default;
    [[nodiscard]] virtual std::optional<Document> find(Digest const& document) const = 0;
    virtual void put(Document const& document) = 0;  ///< adds or replaces
};

class Campaigns {
public:
    virtual ~Campaigns() = default;
    [[nodiscard]] virtual std::vector<Campaign> all() const = 0;  ///< by id, retired ones too
    [[nodiscard]] virtual std::optional<Campaign> find(CampaignId const& id) const = 0;
    virtual void put(Campaign const& campaign) = 0;
};

/// Settings files of screens, tags and units; at most one each.
class SettingsFiles {
public:
    virtual ~SettingsFiles() = default;
    [[nodiscard]] virtual std::vector<SettingsFile> all() const = 0;  ///< by scope, then name
    [[nodiscard]] virtual std::optional<SettingsFile> find(SettingsScope scope,
                                                           std::string const& name) const = 0;
    virtual void put(SettingsFile const& file) = 0;                         ///< adds or replaces
    virtual void remove(SettingsScope scope, std::string const& name) = 0;  ///< if it is there
};

class Timelines {
public:
    virtual ~Timelines() = default;
    [[nodiscard]] virtual std::optional<TimelineFile> find(Digest const& digest) const = 0;
    virtual void put(TimelineFile const& file) = 0;  ///< the same digest twice is one file
    /// Released spans of a screen that overlap [from, to), ascending by `from`.
    [[nodiscard]] virtual std::vector<ReleasedSpan> spans(ScreenId const& screen, Instant from,
                                                          Instant to) const = 0;
    /// From `from` on the screen's plan is exactly `spans` (ascending, the first not before
    /// `from`): a span that is running is shortened to `from`, spans that have not begun are
    /// removed, plays before `from` stay what they were.
    virtual void replaceSpans(ScreenId const& screen, Instant from,
                              messages::ManifestVersion version,
                              std::vector<messages::Span> const& spans) = 0;
};

/// Debts as they were taken, a row a screen, day and campaign.
class Debts {
public:
    virtual ~Debts() = default;
    /// Of a screen on days from first to last, both inclusive ("2026-06-01"); ascending by day.
    [[nodiscard]] virtual std::vector<DayDebt> of(ScreenId const& screen,
                                                  std::string const& firstDay,
                                                  std::string const& lastDay) const = 0;
    /// Those of all screens that owe anything, of the newest day and the two before.
    [[nodiscard]] virtual std::vector<DayDebt> recent() const = 0;
    virtual void put(DayDebt const& debt) = 0;  ///< adds or replaces
};

class Manifests {
public:
    virtual ~Manifests() = default;
    [[nodiscard]] virtual std::optional<ReleasedManifest> newest(ScreenId const& screen) const = 0;
    virtual void put(ReleasedManifest const& manifest) = 0;
};

class Ledger {
public:
    virtual ~Ledger() = default;
    /// Mark of the player's newest epoch; nothing if it never sent a row.
    [[nodiscard]] virtual std::optional<LedgerMark> mark(
        messages::PublicKey const& player) const = 0;
    /// Appends the batch, its leaf in the log, its rows, its sums and the new mark. The caller has
    /// verified it and its continuity with mark().
    virtual void append(LedgerBatch const& batch) = 0;
    /// Plays that start in [from, to), by screen and start; at most `most`.
    [[nodiscard]] virtual std::vector<LedgerPlay> plays(std::optional<ScreenId> const& screen,
                                                        Instant from, Instant to,
                                                        std::size_t most) const = 0;
    /// Rows of a screen of which something lies in [from, to), and those that show nothing and
    /// begin within a day of it; by start. No play lasts longer than a day, as no timeline does;
    /// gaps may.
    [[nodiscard]] virtual std::vector<PlayTime> times(ScreenId const& screen, Instant from,
                                                      Instant to) const = 0;
    /// The row of the screen that begins last, of those whose clock was set; nothing if there is
    /// none.
    [[nodiscard]] virtual std::optional<PlayTime> newest(ScreenId const& screen) const = 0;
    /// Where rows of the screen are lost within [from, to), as gap rows say: each from the row that
    /// its player wrote before it (of the epoch before, if it begins one) to the gap row itself,
    /// which may come long after `to`. A beginning before `from` may be said later than it was.
    [[nodiscard]] virtual std::vector<LostRows> lost(ScreenId const& screen, Instant from,
                                                     Instant to) const = 0;
    /// Sums by the screens' local days, both inclusive ("2026-06-01").
    [[nodiscard]] virtual std::vector<PlaySum> dailySums(std::string const& firstDay,
                                                         std::string const& lastDay) const = 0;
    /// What the screen's rows of one local day come to, by campaign; nothing if it has none.
    [[nodiscard]] virtual std::vector<DayPlays> dayPlays(ScreenId const& screen,
                                                         std::string const& day) const = 0;
    /// Plays of the screen that have a row `preempted` with this reason and none that is complete:
    /// those that begin in [from, to), and the one that was on at `from`. By campaign and asset.
    [[nodiscard]] virtual std::vector<PreemptedPlays> preempted(ScreenId const& screen,
                                                                std::string const& reason,
                                                                Instant from, Instant to) const = 0;
    /// Sums by whole UTC hours in [from, to).
    [[nodiscard]] virtual std::vector<PlaySum> hourlySums(Instant from, Instant to) const = 0;
    /// The same one after the other, by hour, where there are too many to hold at once. What `take`
    /// is given is good until it returns.
    virtual void eachHourlySum(Instant from, Instant to,
                               std::function<void(PlaySum const&)> const& take) const = 0;
    /// Same grouping for plays that start in [from, to), from the rows; for intervals that are not
    /// whole hours.
    [[nodiscard]] virtual std::vector<PlaySum> exactSums(Instant from, Instant to) const = 0;
    /// Of these, the plays of players whose clock was not set: when they were is not proven
    /// (时间未证实).
    [[nodiscard]] virtual std::vector<PlaySum> unprovenTimeSums(Instant from, Instant to) const = 0;
    /// Sums of plays that start in [from, to), of batches that were stored after this one.
    [[nodiscard]] virtual std::vector<PlaySum> lateSums(Instant from, Instant to,
                                                        std::int64_t afterBatch) const = 0;
    /// What the screen and its unit were called when rows last came in before `until`; the first
    /// names that are known if none did. Nothing: no row ever came.
    [[nodiscard]] virtual std::optional<ScreenNames> namesOf(ScreenId const& screen,
                                                             Instant until) const = 0;
    /// The number of the batch that was stored last; 0: none ever was. Numbers only rise.
    [[nodiscard]] virtual std::int64_t newestBatch() const = 0;
    /// The stored text of a batch.
    [[nodiscard]] virtual std::optional<std::string> batch(messages::PublicKey const& player,
                                                           std::int64_t epoch,
                                                           std::int64_t batch) const = 0;
};

/// Evidence: pictures of screens, a row each; their files are the caller's.
class Pictures {
public:
    virtual ~Pictures() = default;
    [[nodiscard]] virtual std::optional<KeptPicture> find(Digest const& picture) const = 0;
    [[nodiscard]] virtual std::vector<KeptPicture> list(PictureQuery const& query) const = 0;
    /// Those that were received before `t`, the oldest first.
    [[nodiscard]] virtual std::vector<Digest> receivedBefore(Instant t, std::size_t most) const = 0;
    /// Its number is given here. The same picture twice is one row.
    virtual void put(KeptPicture const& picture) = 0;
    virtual void remove(Digest const& picture) = 0;
};

/// Orders to screens, whatever their plans say.
class ScreenOrders {
public:
    virtual ~ScreenOrders() = default;
    [[nodiscard]] virtual std::vector<ScreenOrder> all() const = 0;  ///< by screen
    [[nodiscard]] virtual std::optional<ScreenOrder> find(ScreenId const& screen) const = 0;
    virtual void put(ScreenOrder const& order) = 0;  ///< adds or replaces
};

/// Append-only: rows come with changes (Store::write), and none is ever changed or removed.
class AuditTrail {
public:
    virtual ~AuditTrail() = default;
    [[nodiscard]] virtual std::vector<AuditRow> newest(std::size_t most) const = 0;
    [[nodiscard]] virtual std::vector<AuditRow> rows(AuditQuery const& query) const = 0;
    /// The number that the last row was given, whether it is there or not, or that somebody moved
    /// one to; 0: none ever. Numbers are given from 1 on without gaps.
    [[nodiscard]] virtual std::int64_t lastNumber() const = 0;
};

/// Small facts of the installation, e.g. "generation".
class Settings {
public:
    virtual ~Settings() = default;
    [[nodiscard]] virtual std::optional<std::string> get(std::string const& key) const = 0;
    virtual void put(std::string const& key, std::string const& value) = 0;
};

/// A transaction: writing inside Store::write, a snapshot inside Store::read (then only const
/// members may be used).
class Tx {
public:
    virtual ~Tx() = default;
    virtual Screens& screens() = 0;
    virtual Bindings& bindings() = 0;
    virtual Revocations& revocations() = 0;
    virtual Spares& spares() = 0;
    virtual Assets& assets() = 0;
    virtual Uploads& uploads() = 0;
    virtual Conversions& conversions() = 0;
    virtual Examinations& examinations() = 0;
    virtual Documents& documents() = 0;
    virtual Categories& categories() = 0;
    virtual WrongWords& wrongWords() = 0;
    virtual Themes& themes() = 0;
    virtual SloganTemplates& sloganTemplates() = 0;
    virtual OfficeCharacters& officeCharacters() = 0;
    virtual Playlists& playlists() = 0;
    virtual Campaigns& campaigns() = 0;
    virtual SettingsFiles& settingsFiles() = 0;
    virtual Timelines& timelines() = 0;
    virtual Debts& debts() = 0;
    virtual Manifests& manifests() = 0;
    virtual Ledger& ledger() = 0;
    virtual LedgerLog& ledgerLog() = 0;
    virtual Pictures& pictures() = 0;
    virtual Units& units() = 0;
    virtual Accounts& accounts() = 0;
    virtual Sessions& sessions() = 0;
    virtual ApiTokens& apiTokens() = 0;
    virtual Stations& stations() = 0;
    virtual Delegations& delegations() = 0;
    virtual Approvals& approvals() = 0;
    virtual ScreenOrders& screenOrders() = 0;
    virtual HeldChanges& heldChanges() = 0;
    virtual Commands& commands() = 0;
    virtual Warnings& warnings() = 0;
    virtual SubmittedReports& submittedReports() = 0;
    virtual EpochTotals& epochTotals() = 0;
    virtual Outbox& outbox() = 0;
    virtual Activities& activities() = 0;
    virtual WorkRecords& workRecords() = 0;
    virtual Filings& filings() = 0;
    virtual Inspections& inspections() = 0;
    virtual Settings& settings() = 0;
    [[nodiscard]] virtual Screens const& screens() const = 0;
    [[nodiscard]] virtual Bindings const& bindings() const = 0;
    [[nodiscard]] virtual Revocations const& revocations() const = 0;
    [[nodiscard]] virtual Spares const& spares() const = 0;
    [[nodiscard]] virtual Assets const& assets() const = 0;
    [[nodiscard]] virtual Uploads const& uploads() const = 0;
    [[nodiscard]] virtual Conversions const& conversions() const = 0;
    [[nodiscard]] virtual Examinations const& examinations() const = 0;
    [[nodiscard]] virtual Documents const& documents() const = 0;
    [[nodiscard]] virtual Categories const& categories() const = 0;
    [[nodiscard]] virtual WrongWords const& wrongWords() const = 0;
    [[nodiscard]] virtual Themes const& themes() const = 0;
    [[nodiscard]] virtual SloganTemplates const& sloganTemplates() const = 0;
    [[nodiscard]] virtual OfficeCharacters const& officeCharacters() const = 0;
    [[nodiscard]] virtual Playlists const& playlists() const = 0;
    [[nodiscard]] virtual Campaigns const& campaigns() const = 0;
    [[nodiscard]] virtual SettingsFiles const& settingsFiles() const = 0;
    [[nodiscard]] virtual Timelines const& timelines() const = 0;
    [[nodiscard]] virtual Debts const& debts() const = 0;
    [[nodiscard]] virtual Manifests const& manifests() const = 0;
    [[nodiscard]] virtual Ledger const& ledger() const = 0;
    [[nodiscard]] virtual LedgerLog const& ledgerLog() const = 0;
    [[nodiscard]] virtual Pictures const& pictures() const = 0;
    [[nodiscard]] virtual Units const& units() const = 0;
    [[nodiscard]] virtual Accounts const& accounts() const = 0;
    [[nodiscard]] virtual Sessions const& sessions() const = 0;
    [[nodiscard]] virtual ApiTokens const& apiTokens() const = 0;
    [[nodiscard]] virtual Stations const& stations() const = 0;
    [[nodiscard]] virtual Delegations const& delegations() const = 0;
    [[nodiscard]] virtual Approvals const& approvals() const = 0;
    [[nodiscard]] virtual ScreenOrders const& screenOrders() const = 0;
    [[nodiscard]] virtual HeldChanges const& heldChanges() const = 0;
    [[nodiscard]] virtual Commands const& commands() const = 0;
    [[nodiscard]] virtual Warnings const& warnings() const = 0;
    [[nodiscard]] virtual SubmittedReports const& submittedReports() const = 0;
    [[nodiscard]] virtual EpochTotals const& epochTotals() const = 0;
    [[nodiscard]] virtual Outbox const& outbox() const = 0;
    [[nodiscard]] virtual Activities const& activities() const = 0;
    [[nodiscard]] virtual WorkRecords const& workRecords() const = 0;
    [[nodiscard]] virtual Filings const& filings() const = 0;
    [[nodiscard]] virtual Inspections const& inspections() const = 0;
    [[nodiscard]] virtual AuditTrail const& audit() const = 0;
    [[nodiscard]] virtual Settings const& settings() const = 0;
};

/// Thread-safe. Must outlive every thread that uses it; its destructor finishes the write in
/// progress and refuses the rest.
class Store {
public:
    virtual ~Store() = default;

    /// Runs `change` on the writer thread inside a transaction and blocks until it is committed to
    /// disk (synchronous FULL) together with `entry`. An error returned or an exception thrown by
    /// `change` rolls everything back and comes out here. No co_await, no other store call and
    /// nothing slow inside `change`. The queue is bounded: Errc::unavailable when 1,000 changes
    /// wait.
    virtual Result<> write(std::function<Result<>(Tx&)> const& change, AuditEntry const& entry) = 0;
    /// The same for what players deliver, plays and pictures, and for how far uploads have come,
    /// which takes no audit entry.
    virtual Result<> ingest(std::function<Result<>(Tx&)> const& change) = 0;
    /// Runs `look` on the calling thread against a snapshot.
    virtual Result<> read(std::function<Result<>(Tx const&)> const& look) const = 0;
};

/// Opens or creates the SQLite database in `directory` ("tocsin.db", WAL). Runs numbered migrations
/// forward; refuses a database of a newer program. `now` gives the time for audit rows. Triggers
/// that keep the rows of the audit trail are made again if somebody has taken them; the trail says
/// so (`audit.unguarded`), and so does `log`, in one line.
/// Errc::exhausted (disk full), Errc::damaged (not a database, or newer), Errc::unavailable.
[[nodiscard]] Result<std::unique_ptr<Store>> openSqliteStore(
    std::filesystem::path const& directory, std::function<Instant()> now,
    std::function<void(std::string const&)> const& log = {});

}  // namespace tocsin::store
