// SPDX-License-Identifier: Apache-2.0
// Approval on paper (线下审批): the signed form is scanned, and a reviewer who is not the author
// files it. That releases as much as approving at the screen does, so it takes the same right and
// the same second factor; the signer's name is what the paper says, the account is who answers for
// it.
#include <algorithm>

#include "approval_code.hpp"
#include "review_sheet.hpp"
#include "reviewed.hpp"
#include "state.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/store/folded.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::schedule {
namespace {

using access::queried;

constexpr std::size_t kNameBytes = 100, kRemarkBytes = 1'000;
/// Somewhere the day has begun already.
constexpr std::chrono::hours kEarliestZone{14};

struct Filing {
    Granting granting;
    std::string signedBy, signedOn, code;
};

bool isOneLine(std::string const& text) {
    return isUtf8(text) && shownAsUtf8(text) == text;
}

Result<std::string> signerIn(access::Request const& request) {
    auto const name = queried(request, "signed_by");
    bool const right = !name.empty() && name.size() <= kNameBytes && isOneLine(name) &&
                       name.find_first_not_of(' ') != std::string::npos;
    return right ? Result<std::string>(name)
                 : Error{Errc::invalid,
                         "signed_by: say who signed the form, a name of at most 100 bytes"};
}

Result<std::string> dayIn(access::Request const& request, Instant now) {
    auto const text = queried(request, "signed_on");
    auto const day = playlists::parseDate(text);
    if (!day) {
        return Error{Errc::invalid, "signed_on: \"" + shownAsUtf8(text.substr(0, 20)) +
                                        "\" is no date; write it like 2026-06-01"};
    }
    if (std::chrono::sys_days(*day) > std::chrono::floor<std::chrono::days>(now + kEarliestZone)) {
        return Error{Errc::invalid, "signed_on: " + text + " is still to come"};
    }
    return text;
}

Result<Filing> filingIn(access::Request const& request, Instant now) {
    Filing out;
    auto const signer = signerIn(request);
    auto const day = dayIn(request, now);
    auto const code = readApprovalCode(queried(request, "code"));
    for (auto const* one : {&signer, &day, &code}) {
        if (!*one) {
            return one->error();
        }
    }
    out.signedBy = *signer;
    out.signedOn = *day;
    out.code = *code;
    out.granting.sheet = queried(request, "sheet");
    out.granting.remark = queried(request, "remark");
    if (out.granting.remark.size() > kRemarkBytes || !isUtf8(out.granting.remark)) {
        return Error{Errc::invalid, "remark: at most 1000 bytes of text"};
    }
    return out;
}

/// So that "张 三" and "张三" are one.
std::string bare(std::string const& name) {
    auto out = store::folded(name);
    std::erase(out, ' ');
    return out;
}

/// Errc::permission if the signer is, by account or by name, the author, the one who submitted it,
/// or somebody who approved another level.
Result<> checkSigner(store::Tx const& tx, Reviewed const& now, std::string const& signer) {
    std::vector<std::pair<std::string, char const*>> taken;
    auto const take = [&](std::string const& account, char const* what) {
        if (account.empty()) {
            return;
        }
        taken.emplace_back(account, what);
        if (auto const found = tx.accounts().find(store::AccountId(account));
            found && !found->name.empty()) {
            taken.emplace_back(found->name, what);
        }
    };
    take(now.campaign.owner, "made the campaign");
    take(now.campaign.submitter, "submitted the campaign");
    for (auto const& row : now.rows) {
        if (counts(row)) {
            take(row.by.str(), "approved it on another level");
            take(row.behalf.str(), "approved it on another level");
            take(row.signedBy, "signed for another level");
        }
    }
    auto const same = std::ranges::find_if(
        taken, [&](auto const& one) { return bare(one.first) == bare(signer); });
    if (same == taken.end()) {
        return {};
    }
    return Error{Errc::permission, "signed_by: " + signer + " " + same->second +
                                       "; another person signs for this level"};
}

Error otherContent(Reviewed const& now, std::string const& code, std::string const& expected) {
    return {Errc::conflict, "the form with the code " + code +
                                " is of other content than campaign \"" + now.campaign.id.str() +
                                "\" has now (" + expected +
                                "), and nothing was approved; see tocsin review find " + code +
                                ", or print the form anew and have it signed"};
}

}  // namespace

Result<access::Response> Schedule::State::approveOnPaper(access::Principal const& who,
                                                         access::Request const& request) {
    auto filing = filingIn(request, now());
    if (!filing) {
        return filing.error();
    }
    auto const before = toBeApproved(who, request.parameters.at("id"), filing->granting.sheet);
    if (!before) {
        return before.error();
    }
    auto const expected = approvalCode(messages::sha256(toJson(before->envelope)));
    if (filing->code != expected) {
        return otherContent(*before, filing->code, expected);
    }
    if (auto const fine = store.read(
            [&](store::Tx const& tx) { return checkSigner(tx, *before, filing->signedBy); });
        !fine) {
        return fine.error();
    }
    auto const scan = library.keepScan(request.bodyFile);
    if (!scan) {
        return scan.error();
    }
    filing->granting.paper =
        SignedPaper{scan->digest, scan->type, filing->signedBy, filing->signedOn};
    return grant(who, *before, filing->granting);
}

Result<access::Response> Schedule::State::scanOf(access::Request const& request) {
    auto const id = request.parameters.at("id");
    auto const number = request.parameters.at("number");
    std::optional<store::Approval> found;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& row : tx.approvals().of(CampaignId(id))) {
            if (std::to_string(row.number) == number && row.scan) {
                found = row;
            }
        }
        return {};
    });
    if (!read) {
        return read.error();
    }
    if (!found) {
        return Error{Errc::notFound, "campaign \"" + id + "\" has no approval on paper number " +
                                         shownAsUtf8(number) + "; see tocsin campaign approvals"};
    }
    auto const file = library.scan(*found->scan);
    if (!file) {
        return file.error();
    }
    auto const suffix = found->scanType.substr(found->scanType.find('/') + 1);
    access::Response response;
    response.contentType = found->scanType;
    response.file = access::FileBody{*file, *found->scan};
    // Bytes from outside: looked at by a program of its own, not by the page they came from.
    response.headers["Content-Disposition"] =
        "attachment; filename=\"approval-" + std::to_string(found->number) + "." + suffix + "\"";
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'";
    return response;
}

}  // namespace tocsin::schedule
