// SPDX-License-Identifier: Apache-2.0
// A transaction on one connection.
#pragma once

#include "activities.hpp"
#include "aggregates.hpp"
#include "commands.hpp"
#include "epoch_totals.hpp"
#include "filings.hpp"
#include "held_changes.hpp"
#include "inspections.hpp"
#include "ledger_log.hpp"
#include "outbox.hpp"
#include "people.hpp"
#include "submitted_reports.hpp"
#include "warnings.hpp"

namespace tocsin::store {

/// Reaches all aggregates of a connection. Beginning and ending the transaction is the caller's
/// business.
class SqliteTx final : public Tx {
public:
    explicit SqliteTx(Connection& connection)
        : screens_(connection),
          bindings_(connection),
          revocations_(connection),
          spares_(connection),
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
          ledgerLog_(connection),
          pictures_(connection),
          units_(connection),
          accounts_(connection),
          sessions_(connection),
          apiTokens_(connection),
          stations_(connection),
          delegations_(connection),
          approvals_(connection),
          screenOrders_(connection),
          heldChanges_(connection),
          commands_(connection),
          warnings_(connection),
          submittedReports_(connection),
          epochTotals_(connection),
          outbox_(connection),
          activities_(connection),
          workRecords_(connection),
          filings_(connection),
          inspections_(connection),
          audit_(connection),
          settings_(connection) {}

    Screens& screens() override { return screens_; }
    Bindings& bindings() override { return bindings_; }
    Revocations& revocations() override { return revocations_; }
    Spares& spares() override { return spares_; }
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
    LedgerLog& ledgerLog() override { return ledgerLog_; }
    Pictures& pictures() override { return pictures_; }
    Units& units() override { return units_; }
    Accounts& accounts() override { return accounts_; }
    Sessions& sessions() override { return sessions_; }
    ApiTokens& apiTokens() override { return apiTokens_; }
    Stations& stations() override { return stations_; }
    Delegations& delegations() override { return delegations_; }
    Approvals& approvals() override { return approvals_; }
    ScreenOrders& screenOrders() override { return screenOrders_; }
    HeldChanges& heldChanges() override { return heldChanges_; }
    Commands& commands() override { return commands_; }
    Warnings& warnings() override { return warnings_; }
    SubmittedReports& submittedReports() override { return submittedReports_; }
    EpochTotals& epochTotals() override { return epochTotals_; }
    Outbox& outbox() override { return outbox_; }
    Activities& activities() override { return activities_; }
    WorkRecords& workRecords() override { return workRecords_; }
    Filings& filings() override { return filings_; }
    Inspections& inspections() override { return inspections_; }
    Settings& settings() override { return settings_; }
    [[nodiscard]] Screens const& screens() const override { return screens_; }
    [[nodiscard]] Bindings const& bindings() const override { return bindings_; }
    [[nodiscard]] Revocations const& revocations() const override { return revocations_; }
    [[nodiscard]] Spares const& spares() const override { return spares_; }
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
    [[nodiscard]] LedgerLog const& ledgerLog() const override { return ledgerLog_; }
    [[nodiscard]] Pictures const& pictures() const override { return pictures_; }
    [[nodiscard]] Units const& units() const override { return units_; }
    [[nodiscard]] Accounts const& accounts() const override { return accounts_; }
    [[nodiscard]] Sessions const& sessions() const override { return sessions_; }
    [[nodiscard]] ApiTokens const& apiTokens() const override { return apiTokens_; }
    [[nodiscard]] Stations const& stations() const override { return stations_; }
    [[nodiscard]] Delegations const& delegations() const override { return delegations_; }
    [[nodiscard]] Approvals const& approvals() const override { return approvals_; }
    [[nodiscard]] ScreenOrders const& screenOrders() const override { return screenOrders_; }
    [[nodiscard]] HeldChanges const& heldChanges() const override { return heldChanges_; }
    [[nodiscard]] Commands const& commands() const override { return commands_; }
    [[nodiscard]] Warnings const& warnings() const override { return warnings_; }
    [[nodiscard]] SubmittedReports const& submittedReports() const override {
        return submittedReports_;
    }
    [[nodiscard]] EpochTotals const& epochTotals() const override { return epochTotals_; }
    [[nodiscard]] Outbox const& outbox() const override { return outbox_; }
    [[nodiscard]] Activities const& activities() const override { return activities_; }
    [[nodiscard]] WorkRecords const& workRecords() const override { return workRecords_; }
    [[nodiscard]] Filings const& filings() const override { return filings_; }
    [[nodiscard]] Inspections const& inspections() const override { return inspections_; }
    [[nodiscard]] AuditTrail const& audit() const override { return audit_; }
    [[nodiscard]] Settings const& settings() const override { return settings_; }

    void record(AuditEntry const& entry, Instant at) { audit_.append(entry, at); }

private:
    SqliteScreens screens_;
    SqliteBindings bindings_;
    SqliteRevocations revocations_;
    SqliteSpares spares_;
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
    SqliteLedgerLog ledgerLog_;
    SqlitePictures pictures_;
    SqliteUnits units_;
    SqliteAccounts accounts_;
    SqliteSessions sessions_;
    SqliteApiTokens apiTokens_;
    SqliteStations stations_;
    SqliteDelegations delegations_;
    SqliteApprovals approvals_;
    SqliteScreenOrders screenOrders_;
    SqliteHeldChanges heldChanges_;
    SqliteCommands commands_;
    SqliteWarnings warnings_;
    SqliteSubmittedReports submittedReports_;
    SqliteEpochTotals epochTotals_;
    SqliteOutbox outbox_;
    SqliteActivities activities_;
    SqliteWorkRecords workRecords_;
    SqliteFilings filings_;
    SqliteInspections inspections_;
    SqliteAuditTrail audit_;
    SqliteSettings settings_;
};

}  // namespace tocsin::store
