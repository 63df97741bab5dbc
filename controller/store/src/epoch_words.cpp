// SPDX-License-Identifier: Apache-2.0
// What does not agree, in words.
#include "tocsin/store/epoch_totals.hpp"

namespace tocsin::store {
namespace {

using messages::EpochSums;

constexpr std::int64_t kMsPerSecond = 1'000;

/// "12.034".
std::string secondsText(std::int64_t ms) {
    auto fraction = std::to_string(ms % kMsPerSecond);
    fraction.insert(0, 3 - fraction.size(), '0');
    return std::to_string(ms / kMsPerSecond) + "." + fraction;
}

std::string inEnglish(EpochSums const& sums) {
    return std::to_string(sums.rows) + " rows (" + std::to_string(sums.complete) + " complete, " +
           std::to_string(sums.partial) + " partial, " + std::to_string(sums.failed) + " failed, " +
           std::to_string(sums.preempted) + " given way, " + std::to_string(sums.gaps) + " gaps, " +
           secondsText(sums.shownMs) + " s shown)";
}

std::string inChinese(EpochSums const& sums) {
    return std::to_string(sums.rows) + " 条（完整 " + std::to_string(sums.complete) + "、部分 " +
           std::to_string(sums.partial) + "、失败 " + std::to_string(sums.failed) + "、让位 " +
           std::to_string(sums.preempted) + "、缺口 " + std::to_string(sums.gaps) + "，播出 " +
           secondsText(sums.shownMs) + " 秒）";
}

}  // namespace

playlists::Words differenceOf(PlayerEpoch const& epoch, std::string const& screenName) {
    if (!epoch.compared) {
        return {};
    }
    auto const& counted = *epoch.compared;
    auto const key = epoch.player.fingerprint();
    auto const number = std::to_string(epoch.epoch);
    auto const until = std::to_string(counted.until);
    return {"screen " + screenName + ", player " + key + ", epoch " + number + ": up to row " +
                until + " the player counted " + inEnglish(counted.sums) + ", the ledger has " +
                inEnglish(epoch.heldThen),
            screenName + "，播放终端 " + key + "，记录段 " + number + "：至第 " + until +
                " 条，播放终端自计 " + inChinese(counted.sums) + "，台账为 " +
                inChinese(epoch.heldThen)};
}

}  // namespace tocsin::store
