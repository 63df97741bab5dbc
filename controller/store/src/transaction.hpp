// SPDX-License-Identifier: Apache-2.0
// A transaction on one connection.
#pragma once

#include "aggregates.hpp"

namespace tocsin::store {

/// Reaches all aggregates of a connection. Beginning and ending the transaction is the caller's
/// business.
class SqliteTx final : public Tx {
public:
    explicit SqliteTx(Connection& connection)
        : screens_(connection),
          bindings_(connection),
          assets_(connection),
          uploads_(connection),
          conversions_(connection),
          examinations_(connection),
          documents_(connection),
          categories_(connection),
          wrongWords_(connection),
          themes_(connection),
          sloganTemplates_(connection),
          officeCharacters_(connection),
          playlists_(connection),
          campaigns_(connection),
          settingsFiles_(connection),
          timelines_(connection),
          debts_(connection),
          manifests_(connection),
          ledger_(connection),
          pictures_(connection),
          screenOrders_(connection),
          audit_(connection),
          settings_(connection) {}

    Screens& screens() override { return screens_; }
    Bindings& bindings() override { return bindings_; }
    Assets& assets() override { return assets_; }
    Uploads& uploads() override { return uploads_; }
    Conversions& conversions() override { return conversions_; }
    Examinations& examinations() override { return examinations_; }
    Documents& documents() override { return documents_; }
    Categories& categories() override { return categories_; }
    WrongWords& wrongWords() override { return wrongWords_; }
    Themes& themes() override { return themes_; }
    SloganTemplates& sloganTemplates() override { return sloganTemplates_; }
    OfficeCharacters& officeCharacters() override { return officeCharacters_; }
    Playlists& playlists() override { return playlists_; }
    Campaigns& campaigns() override { return campaigns_; }
    SettingsFiles& settingsFiles() override { return settingsFiles_; }
    Timelines& timelines() override { return timelines_; }
    Debts& debts() override { return debts_; }
    Manifests& manifests() override { return manifests_; }
    Ledger& ledger() override { return ledger_; }
    Pictures& pictures() override { return pictures_; }
    ScreenOrders& screenOrders() override { return screenOrders_; }
    Settings& settings() override { return settings_; }
    [[nodiscard]] Screens const& screens() const override { return screens_; }
    [[nodiscard]] Bindings const& bindings() const override { return bindings_; }
    [[nodiscard]] Assets const& assets() const override { return assets_; }
    [[nodiscard]] Uploads const& uploads() const override { return uploads_; }
    [[nodiscard]] Conversions const& conversions() const override { return conversions_; }
    [[nodiscard]] Examinations const& examinations() const override { return examinations_; }
    [[nodiscard]] Documents const& documents() const override { return documents_; }
    [[nodiscard]] Categories const& categories() const override { return categories_; }
    [[nodiscard]] WrongWords const& wrongWords() const override { return wrongWords_; }
    [[nodiscard]] Themes const& themes() const override { return themes_; }
    [[nodiscard]] SloganTemplates const& sloganTemplates() const override {
        return sloganTemplates_;
    }
    [[nodiscard]] OfficeCharacters const& officeCharacters() const override {
        return officeCharacters_;
    }
    [[nodiscard]] Playlists const& playlists() const override { return playlists_; }
    [[nodiscard]] Campaigns const& campaigns() const override { return campaigns_; }
    [[nodiscard]] SettingsFiles const& settingsFiles() const override { return settingsFiles_; }
    [[nodiscard]] Timelines const& timelines() const override { return timelines_; }
    [[nodiscard]] Debts const& debts() const override { return debts_; }
    [[nodiscard]] Manifests const& manifests() const override { return manifests_; }
    [[nodiscard]] Ledger const& ledger() const override { return ledger_; }
    [[nodiscard]] Pictures const& pictures() const override { return pictures_; }
    [[nodiscard]] ScreenOrders const& screenOrders() const override { return screenOrders_; }
    [[nodiscard]] AuditTrail const& audit() const override { return audit_; }
    [[nodiscard]] Settings const& settings() const override { return settings_; }

    void record(AuditEntry const& entry, Instant at) { audit_.append(entry, at); }

private:
    SqliteScreens screens_;
    SqliteBindings bindings_;
    SqliteAssets assets_;
    SqliteUploads uploads_;
    SqliteConversions conversions_;
    SqliteExaminations examinations_;
    SqliteDocuments documents_;
    SqliteCategories categories_;
    SqliteWrongWords wrongWords_;
    SqliteThemes themes_;
    SqliteSloganTemplates sloganTemplates_;
    SqliteOfficeCharacters officeCharacters_;
    SqlitePlaylists playlists_;
    SqliteCampaigns campaigns_;
    SqliteSettingsFiles settingsFiles_;
    SqliteTimelines timelines_;
    SqliteDebts debts_;
    SqliteManifests manifests_;
    SqliteLedger ledger_;
    SqlitePictures pictures_;
    SqliteScreenOrders screenOrders_;
    SqliteAuditTrail audit_;
    SqliteSettings settings_;
};

}  // namespace tocsin::store
