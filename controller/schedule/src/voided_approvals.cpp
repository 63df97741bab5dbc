// SPDX-License-Identifier: Apache-2.0
#include "voided_approvals.hpp"

#include <sstream>
#include <string>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/store/lines_file.hpp"

namespace tocsin::schedule {

Result<> VoidedApprovals::load() {
    if (loaded_ || file_.empty()) {
        return {};
    }
    auto text = store::readLines(file_);
    if (!text) {
        return text.error();
    }
    // Its row is still void, so what a power cut has torn is written again.
    if (auto cut = store::dropTornLine(file_, *text); !cut) {
        return cut;
    }
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) {
        if (auto const digest = Digest::fromHex(line)) {
            known_.insert(*digest);
        }
    }
    loaded_ = true;
    return {};
}

Result<> VoidedApprovals::note(store::Tx const& tx) {
    if (auto loaded = load(); !loaded) {
        return loaded;
    }
    for (auto const& record : tx.approvals().voidedRecords()) {
        auto const digest = messages::sha256(record);
        if (!known_.contains(digest)) {
            unwritten_.insert(digest);
        }
    }
    while (!file_.empty() && !unwritten_.empty()) {
        auto const next = unwritten_.begin();
        if (auto written = store::appendLine(file_, next->hex()); !written) {
            return written;
        }
        known_.insert(unwritten_.extract(next));
    }
    return {};
}

bool VoidedApprovals::contains(store::Approval const& approval) const {
    auto const digest = messages::sha256(approval.record);
    return known_.contains(digest) || unwritten_.contains(digest);
}

}  // namespace tocsin::schedule
