// SPDX-License-Identifier: Apache-2.0
// Pure functions from what the controller answered to what people read. Times are shown as the
// controller says them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "fields.hpp"
#include "tocsin/cli/cli.hpp"

namespace tocsin::cli {

/// Tables of {"items": […]}; one line if there is nothing.
[[nodiscard]] std::string renderScreens(Json const& list, Language language);
[[nodiscard]] std::string renderAssets(Json const& list, Language language);
[[nodiscard]] std::string renderCampaigns(Json const& list, Language language);
[[nodiscard]] std::string renderUsage(Json const& list, Language language);
[[nodiscard]] std::string renderConversions(Json const& list, Language language);
/// Of a conversion: "waits to be converted", "being converted 41 %", with the reason.
[[nodiscard]] std::string conversionText(Json const& conversion, Language language);
/// "41 %"
[[nodiscard]] std::string percentOf(Json const& conversion);
/// One thing, a line per property.
[[nodiscard]] std::string renderScreen(Json const& screen, Language language);
[[nodiscard]] std::string renderAsset(Json const& asset, Language language);
[[nodiscard]] std::string renderCampaign(Json const& campaign, Language language);
/// "fire-2026: draft; next: tocsin campaign submit fire-2026"
[[nodiscard]] std::string renderCampaignState(Json const& campaign, Language language);

/// What holds for a screen, what that makes of today, and the file it comes from.
[[nodiscard]] std::string renderSettings(Json const& settings, Language language);
[[nodiscard]] std::string renderQuietZones(Json const& list, Language language);
/// "50 %/0 %": brightness and volume of {"brightness","volume","powered"}, or that there is no
/// power.
[[nodiscard]] std::string levelText(Json const& level, Language language);
/// A line for each of {"overlays": […]}: "over it: corner (logo), … to …, 160x40 at 792,8, …".
[[nodiscard]] std::vector<std::string> renderOverlays(Json const& plan, Language language);

/// CSV with the header start,end,asset,campaign,reason.
[[nodiscard]] std::string renderPlanCsv(Json const& plan);
/// What is on, then the chain of rules, then why the other campaigns are not on.
[[nodiscard]] std::string renderExplanation(Json const& explanation, Language language);
/// A table of screens and campaigns with plays before and after; one line if nothing changes.
[[nodiscard]] std::string renderDiff(Json const& diff, Language language);

/// A head line and a line per screen.
[[nodiscard]] std::string renderStatus(Json const& status, Language language);
/// True if every screen plays what it should or is dark on order, no key was copied, and no feed of
/// warnings is silent.
[[nodiscard]] bool allAsPlanned(Json const& status);
/// Time from `then` to `now` (RFC 3339) as "3 s", "5 min", "2 h", "4 d"; "" if either cannot be
/// read.
[[nodiscard]] std::string ageText(std::string const& then, std::string const& now);

/// A table of pictures, and how to see the next ones; one picture, a line per property.
[[nodiscard]] std::string renderPictures(Json const& list, Language language);
[[nodiscard]] std::string renderPicture(Json const& picture, Language language);
/// Those that show a warning; empty if there are none.
[[nodiscard]] std::string renderPicturesOf(Json const& warning, Language language);
/// Lines "heading  value"; empty values are left out.
[[nodiscard]] std::string renderProperties(
    std::vector<std::pair<std::string, std::string>> const& lines);

[[nodiscard]] std::string renderPlaylists(Json const& list, Language language);
/// Its properties, then a numbered table of its assets.
[[nodiscard]] std::string renderPlaylist(Json const& playlist, Language language);
[[nodiscard]] std::string renderCategories(Json const& list, Language language);

[[nodiscard]] std::string renderWords(Json const& list, Language language);
[[nodiscard]] std::string renderTemplates(Json const& list, Language language);
[[nodiscard]] std::string renderCharacters(Json const& list, Language language);
[[nodiscard]] std::string renderTrail(Json const& list, Language language);
/// Changes that wait for a second person; one of them with its screens and its request.
[[nodiscard]] std::string renderChanges(Json const& list, Language language);
[[nodiscard]] std::string renderChange(Json const& change, Language language);
[[nodiscard]] std::string renderTrailCheck(Json const& check, Language language);
[[nodiscard]] std::string renderSpares(Json const& list, Language language);
/// Of a screen whose player's key was copied, by {"cloned":{"since","peers"}}; "" of any other.
[[nodiscard]] std::string clonedText(Json const& screen, Language language);
/// Of a screen whose player was revoked and which has no other.
[[nodiscard]] std::string revokedText(Json const& screen, Language language);
[[nodiscard]] std::string renderOrders(Json const& ordered, Language language);
/// Commands to screens as a table; one of them, with a line for each screen.
[[nodiscard]] std::string renderCommands(Json const& list, Language language);
[[nodiscard]] std::string renderCommand(Json const& command, Language language);
/// "3 verified, 1 failed": how many screens are how far.
[[nodiscard]] std::string commandCounts(Json const& command, Language language);
[[nodiscard]] std::string renderKeys(Json const& keys, Language language);
[[nodiscard]] std::string renderThemes(Json const& list, Language language);
/// One line: the pixels, the time, and how many findings there are.
[[nodiscard]] std::string renderSloganCheck(Json const& check, Language language);

[[nodiscard]] std::string renderWarningTemplates(Json const& list, Language language);
/// What would be shown, until when, on which screens and why, and which were left out.
[[nodiscard]] std::string renderWarningPreview(Json const& preview, Language language);
/// One line: its id, and how it stands.
[[nodiscard]] std::string renderWarningState(Json const& warning, Language language);
/// The same, how many screens have it, and which have not.
[[nodiscard]] std::string renderWarningReach(Json const& warning, Language language);
[[nodiscard]] std::string renderWarnings(Json const& list, Language language);
/// Its properties, its texts, and a line for each screen.
[[nodiscard]] std::string renderWarning(Json const& warning, Language language);
/// The verdict on a CAP message, what was done with it and why, and what was found.
[[nodiscard]] std::string renderCapAnswer(Json const& answer, Language language);
/// A table, then what is wrong with each.
[[nodiscard]] std::string renderFeeds(Json const& list, Language language);
/// True if each was read when it was asked for last, or was not yet.
[[nodiscard]] bool allFeedsAnswer(Json const& list);
/// The outbox as a table; one mail with its text and attempts; one line: its number and state.
[[nodiscard]] std::string renderMails(Json const& list, Language language);
[[nodiscard]] std::string renderMail(Json const& mail, Language language);
[[nodiscard]] std::string renderMailState(Json const& mail, Language language);
/// Of a status, how many mails were not sent; "" if there are none.
[[nodiscard]] std::string mailLine(Json const& mail, Language language);
[[nodiscard]] std::string renderMakeGood(Json const& losses, Language language);

/// Who is signed in: the account, its roles, what it may do, until when.
[[nodiscard]] std::string renderSession(Json const& session, Language language);
[[nodiscard]] std::string renderAccounts(Json const& list, Language language);
[[nodiscard]] std::string renderAccount(Json const& account, Language language);
/// The secret in groups of four, as people type it, and its otpauth address.
[[nodiscard]] std::string renderTotp(Json const& totp, Language language);
/// A table in the order of the list, each handle set in below its unit's.
[[nodiscard]] std::string renderUnits(Json const& list, Language language);
[[nodiscard]] std::string renderUnit(Json const& unit, Language language);
[[nodiscard]] std::string renderTokens(Json const& list, Language language);
[[nodiscard]] std::string renderToken(Json const& token, Language language);
/// `own`: the id of the station that this computer is; "" if none.
[[nodiscard]] std::string renderReviews(Json const& list, Language language);
[[nodiscard]] std::string renderApprovals(Json const& approvals, Language language);
/// What one approval covers, and how to approve exactly that.
[[nodiscard]] std::string renderSheet(Json const& sheet, Language language);
/// The campaign of a code, whether its approval holds, and what has changed.
[[nodiscard]] std::string renderFound(Json const& found, Language language);
[[nodiscard]] std::string renderDelegations(Json const& list, Language language);
[[nodiscard]] std::string renderStations(Json const& list, std::string const& own,
                                         Language language);
[[nodiscard]] std::string renderStation(Json const& station, Language language);

/// A line for each player whose own totals the ledger does not have, from a status or a report.
[[nodiscard]] std::string mismatchLines(Json const& document, Language language);
/// What is not there of players' plays, as a table.
[[nodiscard]] std::string renderGaps(Json const& report, Language language);
/// A table of the report's rows and its total, and a note on the columns.
[[nodiscard]] std::string renderReport(Json const& report, Language language);
/// What opening hours went to: a table of the report's rows and its total, and how they add up.
[[nodiscard]] std::string renderSeconds(Json const& report, Language language);
/// The list of submitted reports.
[[nodiscard]] std::string renderSubmitted(Json const& list, Language language);
/// What came after a submitted report, and its total.
[[nodiscard]] std::string renderAddendum(Json const& addendum, Language language);
/// "0.9876" as "98.76 %"; anything else as it is.
[[nodiscard]] std::string percentText(std::string const& ratio);

}  // namespace tocsin::cli
