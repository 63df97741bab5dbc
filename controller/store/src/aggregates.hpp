// SPDX-License-Identifier: Apache-2.0
// The aggregates over SQLite; each has a source file of its own. All throw Failure when the
// database fails.
#pragma once

#include "connection.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::store {

class SqliteScreens final : public Screens {
public:
    explicit SqliteScreens(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Screen> all() const override;
    [[nodiscard]] std::optional<Screen> find(ScreenId const& id) const override;
    [[nodiscard]] std::optional<Screen> findByPlayer(messages::PublicKey const& key) const override;
    [[nodiscard]] std::optional<Screen> findByToken(Digest const& tokenDigest) const override;
    void put(Screen const& screen) override;

private:
    Connection& connection_;
};

class SqliteBindings final : public Bindings {
public:
    explicit SqliteBindings(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Binding> of(messages::PublicKey const& player) const override;
    void begin(messages::PublicKey const& player, ScreenId const& screen, Instant at) override;
    void end(ScreenId const& screen, Instant at) override;

private:
    Connection& connection_;
};

class SqliteRevocations final : public Revocations {
public:
    explicit SqliteRevocations(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::optional<Revocation> find(messages::PublicKey const& player) const override;
    [[nodiscard]] std::optional<Revocation> newestOf(ScreenId const& screen) const override;
    void put(Revocation const& revocation) override;

private:
    Connection& connection_;
};

class SqliteSpares final : public Spares {
public:
    explicit SqliteSpares(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Spare> all() const override;
    [[nodiscard]] std::optional<Spare> find(messages::PublicKey const& player) const override;
    void put(Spare const& spare) override;
    void remove(messages::PublicKey const& player) override;

private:
    Connection& connection_;
};

class SqliteScreenOrders final : public ScreenOrders {
public:
    explicit SqliteScreenOrders(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<ScreenOrder> all() const override;
    [[nodiscard]] std::optional<ScreenOrder> find(ScreenId const& screen) const override;
    void put(ScreenOrder const& order) override;

private:
    Connection& connection_;
};

/// Searching and its index are in asset_search.cpp.
class SqliteAssets final : public Assets {
public:
    explicit SqliteAssets(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Asset> all() const override;
    [[nodiscard]] std::optional<Asset> find(Digest const& asset) const override;
    [[nodiscard]] std::optional<Asset> findByHandle(std::string const& handle) const override;
    [[nodiscard]] std::optional<Asset> findByRendition(Digest const& rendition) const override;
    [[nodiscard]] AssetPage search(AssetQuery const& query) const override;
    void put(Asset const& asset) override;
    [[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> categoriesInUse()
        const override;

private:
    void index(Asset const& asset);
    Connection& connection_;
};

class SqliteCategories final : public Categories {
public:
    explicit SqliteCategories(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Category> all() const override;
    void put(Category const& category) override;
    void remove(std::string const& word) override;

private:
    Connection& connection_;
};

class SqliteWrongWords final : public WrongWords {
public:
    explicit SqliteWrongWords(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<WrongWord> all() const override;
    void put(WrongWord const& word) override;
    void remove(std::string const& wrong) override;

private:
    Connection& connection_;
};

class SqliteThemes final : public Themes {
public:
    explicit SqliteThemes(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Theme> all() const override;
    void put(Theme const& theme) override;
    void remove(std::string const& title) override;

private:
    Connection& connection_;
};

class SqliteSloganTemplates final : public SloganTemplates {
public:
    explicit SqliteSloganTemplates(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<SloganTemplate> all() const override;
    [[nodiscard]] std::optional<SloganTemplate> find(std::string const& unit,
                                                     std::string const& name) const override;
    void put(SloganTemplate const& made) override;
    void remove(std::string const& unit, std::string const& name) override;

private:
    Connection& connection_;
};

class SqliteOfficeCharacters final : public OfficeCharacters {
public:
    explicit SqliteOfficeCharacters(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<OfficeCharacter> all() const override;
    void put(OfficeCharacter const& drawn) override;
    void remove(std::string const& character) override;

private:
    Connection& connection_;
};

class SqlitePlaylists final : public Playlists {
public:
    explicit SqlitePlaylists(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Playlist> all() const override;
    [[nodiscard]] std::optional<Playlist> find(std::string const& handle) const override;
    void put(Playlist const& playlist) override;

private:
    Connection& connection_;
};

class SqliteUploads final : public Uploads {
public:
    explicit SqliteUploads(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Upload> all() const override;
    [[nodiscard]] std::optional<Upload> find(UploadId const& id) const override;
    void put(Upload const& upload) override;
    void remove(UploadId const& id) override;
    [[nodiscard]] std::int64_t usedBy(std::string const& unit) const override;
    [[nodiscard]] std::vector<std::string> units() const override;
    [[nodiscard]] std::string chargedTo(Digest const& asset) const override;
    void charge(Digest const& asset, std::string const& unit) override;

private:
    Connection& connection_;
};

class SqliteConversions final : public Conversions {
public:
    explicit SqliteConversions(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Conversion> all() const override;
    [[nodiscard]] std::vector<Conversion> in(ConversionState state) const override;
    [[nodiscard]] std::vector<Conversion> of(Digest const& asset) const override;
    [[nodiscard]] std::optional<Conversion> find(Digest const& asset,
                                                 ScreenClass const& screens) const override;
    void put(Conversion const& conversion) override;
    void remove(Digest const& asset, ScreenClass const& screens) override;

private:
    Connection& connection_;
};

class SqliteExaminations final : public Examinations {
public:
    explicit SqliteExaminations(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::optional<Examination> find(Digest const& master) const override;
    [[nodiscard]] std::optional<Asset> next() const override;
    void put(Examination const& examination) override;

private:
    Connection& connection_;
};

class SqliteDocuments final : public Documents {
public:
    explicit SqliteDocuments(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::optional<Document> find(Digest const& document) const override;
    void put(Document const& document) override;

private:
    Connection& connection_;
};

class SqliteCampaigns final : public Campaigns {
public:
    explicit SqliteCampaigns(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Campaign> all() const override;
    [[nodiscard]] std::optional<Campaign> find(CampaignId const& id) const override;
    void put(Campaign const& campaign) override;

private:
    Connection& connection_;
};

class SqliteSettingsFiles final : public SettingsFiles {
public:
    explicit SqliteSettingsFiles(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<SettingsFile> all() const override;
    [[nodiscard]] std::optional<SettingsFile> find(SettingsScope scope,
                                                   std::string const& name) const override;
    void put(SettingsFile const& file) override;
    void remove(SettingsScope scope, std::string const& name) override;

private:
    Connection& connection_;
};

class SqliteTimelines final : public Timelines {
public:
    explicit SqliteTimelines(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::optional<TimelineFile> find(Digest const& digest) const override;
    void put(TimelineFile const& file) override;
    [[nodiscard]] std::vector<ReleasedSpan> spans(ScreenId const& screen, Instant from,
                                                  Instant to) const override;
    void replaceSpans(ScreenId const& screen, Instant from, messages::ManifestVersion version,
                      std::vector<messages::Span> const& spans) override;

private:
    void insert(ReleasedSpan const& span);
    Connection& connection_;
};

class SqliteDebts final : public Debts {
public:
    explicit SqliteDebts(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<DayDebt> of(ScreenId const& screen, std::string const& firstDay,
                                          std::string const& lastDay) const override;
    [[nodiscard]] std::vector<DayDebt> recent() const override;
    void put(DayDebt const& debt) override;

private:
    Connection& connection_;
};

class SqliteManifests final : public Manifests {
public:
    explicit SqliteManifests(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::optional<ReleasedManifest> newest(ScreenId const& screen) const override;
    void put(ReleasedManifest const& manifest) override;

private:
    Connection& connection_;
};

/// Reading of sums and plays is in ledger_reports.cpp, appending in ledger.cpp.
class SqliteLedger final : public Ledger {
public:
    explicit SqliteLedger(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::optional<LedgerMark> mark(messages::PublicKey const& player) const override;
    void append(LedgerBatch const& batch) override;
    [[nodiscard]] std::vector<LedgerPlay> plays(std::optional<ScreenId> const& screen, Instant from,
                                                Instant to, std::size_t most) const override;
    [[nodiscard]] std::vector<PlayTime> times(ScreenId const& screen, Instant from,
                                              Instant to) const override;
    [[nodiscard]] std::optional<PlayTime> newest(ScreenId const& screen) const override;
    [[nodiscard]] std::vector<LostRows> lost(ScreenId const& screen, Instant from,
                                             Instant to) const override;
    [[nodiscard]] std::vector<PlaySum> dailySums(std::string const& firstDay,
                                                 std::string const& lastDay) const override;
    [[nodiscard]] std::vector<DayPlays> dayPlays(ScreenId const& screen,
                                                 std::string const& day) const override;
    [[nodiscard]] std::vector<PreemptedPlays> preempted(ScreenId const& screen,
                                                        std::string const& reason, Instant from,
                                                        Instant to) const override;
    [[nodiscard]] std::vector<PlaySum> hourlySums(Instant from, Instant to) const override;
    void eachHourlySum(Instant from, Instant to,
                       std::function<void(PlaySum const&)> const& take) const override;
    [[nodiscard]] std::vector<PlaySum> exactSums(Instant from, Instant to) const override;
    [[nodiscard]] std::vector<PlaySum> unprovenTimeSums(Instant from, Instant to) const override;
    [[nodiscard]] std::vector<PlaySum> lateSums(Instant from, Instant to,
                                                std::int64_t afterBatch) const override;
    [[nodiscard]] std::optional<ScreenNames> namesOf(ScreenId const& screen,
                                                     Instant until) const override;
    [[nodiscard]] std::int64_t newestBatch() const override;
    [[nodiscard]] std::optional<std::string> batch(messages::PublicKey const& player,
                                                   std::int64_t epoch,
                                                   std::int64_t batch) const override;

private:
    Connection& connection_;
};

class SqlitePictures final : public Pictures {
public:
    explicit SqlitePictures(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::optional<KeptPicture> find(Digest const& picture) const override;
    [[nodiscard]] std::vector<KeptPicture> list(PictureQuery const& query) const override;
    [[nodiscard]] std::vector<Digest> receivedBefore(Instant t, std::size_t most) const override;
    void put(KeptPicture const& picture) override;
    void remove(Digest const& picture) override;

private:
    Connection& connection_;
};

class SqliteAuditTrail final : public AuditTrail {
public:
    explicit SqliteAuditTrail(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<AuditRow> newest(std::size_t most) const override;
    [[nodiscard]] std::vector<AuditRow> rows(AuditQuery const& query) const override;
    [[nodiscard]] std::int64_t lastNumber() const override;
    void append(AuditEntry const& entry, Instant at);

private:
    Connection& connection_;
};

class SqliteSettings final : public Settings {
public:
    explicit SqliteSettings(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::optional<std::string> get(std::string const& key) const override;
    void put(std::string const& key, std::string const& value) override;

private:
    Connection& connection_;
};

}  // namespace tocsin::store
