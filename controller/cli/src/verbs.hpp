// SPDX-License-Identifier: Apache-2.0
// Each verb as a function: requests, then results on `out`. They throw CommandFailure.
#pragma once

#include <boost/json/object.hpp>
#include <iosfwd>
#include <stop_token>

#include "client.hpp"
#include "commands.hpp"
#include "failure.hpp"
#include "tocsin/cli/cli.hpp"

namespace tocsin::cli {

/// What a verb works with. The references outlive the verb.
struct Context {
    Client const& client;
    Credentials const& credentials;
    Environment const& environment;
    std::ostream& out;
    std::ostream& err;
    bool json = false;
    std::stop_token stop;
};

ExitCode perform(ScreenList const&, Context const&);
ExitCode perform(ScreenShow const&, Context const&);
ExitCode perform(ScreenAdd const&, Context const&);
ExitCode perform(ScreenSet const&, Context const&);
ExitCode perform(ScreenPair const&, Context const&);
ExitCode perform(ScreenToken const&, Context const&);
ExitCode perform(ScreenRetire const&, Context const&);
ExitCode perform(ScreenImport const&, Context const&);
ExitCode perform(ScreenRevoke const&, Context const&);
ExitCode perform(SpareAdd const&, Context const&);
ExitCode perform(SpareList const&, Context const&);
ExitCode perform(SpareRemove const&, Context const&);
ExitCode perform(ScreenSettings const&, Context const&);
ExitCode perform(ScreenQuiet const&, Context const&);
ExitCode perform(ScreenShot const&, Context const&);
ExitCode perform(ScreenBlank const&, Context const&);
ExitCode perform(ScreenDeed const&, Context const&);
ExitCode perform(CommandList const&, Context const&);
ExitCode perform(CommandShow const&, Context const&);
ExitCode perform(CommandCancel const&, Context const&);
ExitCode perform(EvidenceList const&, Context const&);
ExitCode perform(EvidenceGet const&, Context const&);
ExitCode perform(EvidenceAdd const&, Context const&);
ExitCode perform(EvidenceGallery const&, Context const&);
ExitCode perform(ScreenSticker const&, Context const&);
ExitCode perform(MediaAdd const&, Context const&);
ExitCode perform(MediaList const&, Context const&);
ExitCode perform(MediaShow const&, Context const&);
ExitCode perform(MediaSet const&, Context const&);
ExitCode perform(MediaRetire const&, Context const&);
ExitCode perform(MediaDelete const&, Context const&);
ExitCode perform(MediaConvert const&, Context const&);
ExitCode perform(MediaLook const&, Context const&);
ExitCode perform(MediaSlogan const&, Context const&);
ExitCode perform(CategoryList const&, Context const&);
ExitCode perform(CategorySet const&, Context const&);
ExitCode perform(CategoryRemove const&, Context const&);
ExitCode perform(PlaylistList const&, Context const&);
ExitCode perform(PlaylistShow const&, Context const&);
ExitCode perform(PlaylistPut const&, Context const&);
ExitCode perform(PlaylistRetire const&, Context const&);
ExitCode perform(CampaignApply const&, Context const&);
ExitCode perform(CampaignExample const&, Context const&);
ExitCode perform(CampaignList const&, Context const&);
ExitCode perform(CampaignShow const&, Context const&);
ExitCode perform(CampaignStep const&, Context const&);
ExitCode perform(CampaignApprove const&, Context const&);
ExitCode perform(CampaignReturn const&, Context const&);
ExitCode perform(CampaignApprovals const&, Context const&);
ExitCode perform(ReviewList const&, Context const&);
ExitCode perform(ReviewShow const&, Context const&);
ExitCode perform(ReviewForm const&, Context const&);
ExitCode perform(ReviewFind const&, Context const&);
ExitCode perform(ReviewScan const&, Context const&);
ExitCode perform(DelegationList const&, Context const&);
ExitCode perform(DelegationAdd const&, Context const&);
ExitCode perform(DelegationEnd const&, Context const&);
ExitCode perform(CampaignClone const&, Context const&);
ExitCode perform(Plan const&, Context const&);
ExitCode perform(Explain const&, Context const&);
ExitCode perform(Compile const&, Context const&);
ExitCode perform(Status const&, Context const&);
ExitCode perform(ReportMake const&, Context const&);
ExitCode perform(ReportSubmit const&, Context const&);
ExitCode perform(ReportSubmitted const&, Context const&);
ExitCode perform(ReportAddendum const&, Context const&);
ExitCode perform(BundleRender const&, Context const&);
ExitCode perform(BundleExport const&, Context const&);
ExitCode perform(BundleImport const&, Context const&);
ExitCode perform(SloganCheck const&, Context const&);
ExitCode perform(SloganPreview const&, Context const&);
ExitCode perform(TemplateList const&, Context const&);
ExitCode perform(TemplateSet const&, Context const&);
ExitCode perform(TemplateRemove const&, Context const&);
ExitCode perform(MediaUsage const&, Context const&);
ExitCode perform(CharacterList const&, Context const&);
ExitCode perform(CharacterSet const&, Context const&);
ExitCode perform(CharacterRemove const&, Context const&);
ExitCode perform(AuditList const&, Context const&);
ExitCode perform(AuditVerify const&, Context const&);
ExitCode perform(AuditExport const&, Context const&);
ExitCode perform(ProofExport const&, Context const&);
ExitCode perform(ProofVerify const&, Context const&);
ExitCode perform(ProofCheckpoint const&, Context const&);
ExitCode perform(ProofCosignKey const&, Context const&);
ExitCode perform(ProofCosign const&, Context const&);
ExitCode perform(ProofCosigned const&, Context const&);
ExitCode perform(KeysShow const&, Context const&);
ExitCode perform(KeysIssue const&, Context const&);
ExitCode perform(KeysRoot const&, Context const&);
ExitCode perform(WordsList const&, Context const&);
ExitCode perform(WordsAdd const&, Context const&);
ExitCode perform(WordsRemove const&, Context const&);
ExitCode perform(WordsImport const&, Context const&);
ExitCode perform(ThemeList const&, Context const&);
ExitCode perform(Trust const&, Context const&);
ExitCode perform(MailList const&, Context const&);
ExitCode perform(MailShow const&, Context const&);
ExitCode perform(MailStep const&, Context const&);
ExitCode perform(MailTest const&, Context const&);
ExitCode perform(ChangeList const&, Context const&);
ExitCode perform(ChangeShow const&, Context const&);
ExitCode perform(ChangeStep const&, Context const&);
ExitCode perform(WarnTemplates const&, Context const&);
ExitCode perform(WarnRaise const&, Context const&);
ExitCode perform(WarnChange const&, Context const&);
ExitCode perform(WarnList const&, Context const&);
ExitCode perform(WarnShow const&, Context const&);
ExitCode perform(WarnStep const&, Context const&);
ExitCode perform(WarnExtend const&, Context const&);
ExitCode perform(WarnIngest const&, Context const&);
ExitCode perform(WarnFeeds const&, Context const&);
ExitCode perform(WarnMakeGood const&, Context const&);
ExitCode perform(ThemeSet const&, Context const&);
ExitCode perform(ThemeRemove const&, Context const&);
ExitCode perform(Login const&, Context const&);
ExitCode perform(Logout const&, Context const&);
ExitCode perform(Whoami const&, Context const&);
ExitCode perform(Setup const&, Context const&);
ExitCode perform(Accept const&, Context const&);
ExitCode perform(PasswordChange const&, Context const&);
ExitCode perform(FactorTotp const&, Context const&);
ExitCode perform(FactorTotpOff const&, Context const&);
ExitCode perform(FactorPin const&, Context const&);
ExitCode perform(UserList const&, Context const&);
ExitCode perform(UserShow const&, Context const&);
ExitCode perform(UserAdd const&, Context const&);
ExitCode perform(UserGrant const&, Context const&);
ExitCode perform(UserChange const&, Context const&);
ExitCode perform(UserInvite const&, Context const&);
ExitCode perform(UserUnlock const&, Context const&);
ExitCode perform(UnitList const&, Context const&);
ExitCode perform(UnitSet const&, Context const&);
ExitCode perform(UnitRemove const&, Context const&);
ExitCode perform(TokenList const&, Context const&);
ExitCode perform(TokenCreate const&, Context const&);
ExitCode perform(TokenRevoke const&, Context const&);
ExitCode perform(StationList const&, Context const&);
ExitCode perform(StationRegister const&, Context const&);
ExitCode perform(StationRevoke const&, Context const&);
ExitCode perform(FilingDue const&, Context const&);
ExitCode perform(FilingList const&, Context const&);
ExitCode perform(FilingShow const&, Context const&);
ExitCode perform(FilingText const&, Context const&);
ExitCode perform(FilingGet const&, Context const&);
ExitCode perform(FilingFill const&, Context const&);
ExitCode perform(FilingEdit const&, Context const&);
ExitCode perform(FilingFreeze const&, Context const&);
ExitCode perform(FilingMake const&, Context const&);
ExitCode perform(InspectionMake const&, Context const&);
ExitCode perform(InspectionList const&, Context const&);
ExitCode perform(InspectionShow const&, Context const&);
ExitCode perform(InspectionGet const&, Context const&);
ExitCode perform(InspectionRevoke const&, Context const&);
ExitCode perform(ActivityList const&, Context const&);
ExitCode perform(ActivityShow const&, Context const&);
ExitCode perform(ActivityPut const&, Context const&);
ExitCode perform(ActivityClone const&, Context const&);
ExitCode perform(ActivityRetire const&, Context const&);
ExitCode perform(ActivityKeyDate const&, Context const&);
ExitCode perform(ActivityCampaign const&, Context const&);
ExitCode perform(ActivityPartSet const&, Context const&);
ExitCode perform(WorkList const&, Context const&);
ExitCode perform(WorkShow const&, Context const&);
ExitCode perform(WorkAdd const&, Context const&);
ExitCode perform(WorkSet const&, Context const&);
ExitCode perform(WorkWithdraw const&, Context const&);
ExitCode perform(WorkPictures const&, Context const&);
ExitCode perform(WorkTemplate const&, Context const&);
ExitCode perform(WorkImport const&, Context const&);
ExitCode perform(FilingStepOrder const&, Context const&);
ExitCode perform(FilingBoard const&, Context const&);
ExitCode perform(FilingRemind const&, Context const&);
ExitCode perform(FilingRollUp const&, Context const&);
ExitCode perform(FilingScore const&, Context const&);
ExitCode perform(FilingExport const&, Context const&);
ExitCode perform(FilingImport const&, Context const&);
ExitCode perform(FilingTrust const&, Context const&);

/// The whole file. Throws CommandFailure that names it.
[[nodiscard]] std::string readWholeFile(std::string const& path);
/// Adds what was said of a slogan's style to a request.
void putStyle(boost::json::object& body, StyleWords const& said);
/// Adds the template that a slogan is made from, if one was named.
void putTemplate(boost::json::object& body, FilledTemplate const& from);
/// The reply as it came with --json, else `text`.
void print(Context const& context, Reply const& reply, std::string const& text);
/// The same of a document that the client put together.
void print(Context const& context, boost::json::value const& document, std::string const& text);
/// Assets that "&key=value…" means, from the page after `after` to the last one, as one list.
[[nodiscard]] Reply everyAsset(Client const& client, std::string const& query,
                               std::string after = "");
/// "/api/v1/campaigns/ID/action", as it goes into a request.
[[nodiscard]] std::string campaignPath(std::string const& campaign, std::string const& action = "");
/// False if its screens still show the plan of before: its findings say so.
[[nodiscard]] bool isReleased(boost::json::value const& campaign);
/// On `err`: what its file says of itself that is right and may surprise; no findings.
void printNotes(Context const& context, boost::json::value const& document);
/// One line on `err` per finding of the document; their number.
std::size_t printFindings(Context const& context, boost::json::value const& document);

}  // namespace tocsin::cli
