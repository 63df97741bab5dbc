// SPDX-License-Identifier: Apache-2.0
// tocsin-ledger-maker fill DATA PLAYS FIRST_DAY: a month of plays into the data directory of a
// controller that has run and does not now, receipts signed by its key. tocsin-ledger-maker raw
// FILE ROWS ROWS_OF_BATCH: the peer of proof.ingest. Each prints one JSON object.
#include <boost/json.hpp>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "month_of_plays.hpp"
#include "raw_inserts.hpp"
#include "tocsin/keys/signer.hpp"
#include "tocsin/proof/proof.hpp"
#include "tocsin/store/ledger_log.hpp"

namespace {

using namespace tocsin;

constexpr int kExitFailure = 1, kExitUsage = 2;

Instant now() {
    return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

void check(Result<> const& done) {
    if (!done) {
        throw Failure(done.error());
    }
}

bool receiptsMiss(store::Store const& store) {
    bool out = false;
    check(store.read([&](store::Tx const& tx) -> Result<> {
        out = !tx.ledgerLog().unsignedLeaves(1).empty();
        return {};
    }));
    return out;
}

/// As the controller would within some minutes of its start, during which nothing could be
/// measured.
void signReceipts(store::Store& store, std::filesystem::path const& data) {
    auto const signer = keys::openFileSigner(data / "keys", keys::MissingKey::refuse, now());
    if (!signer) {
        throw Failure(signer.error());
    }
    proof::LedgerKeeper keeper(store, **signer, proof::LedgerSettings{&now});
    check(keeper.begin());
    while (receiptsMiss(store)) {
        check(keeper.upkeep());
    }
}

boost::json::object fill(std::vector<std::string> const& words) {
    auto const first = parseInstant(words.at(4) + "T00:00:00+08:00");
    if (!first) {
        throw Failure(first.error());
    }
    auto store = store::openSqliteStore(words.at(2), &now);
    if (!store) {
        throw Failure(store.error());
    }
    bench::MonthOfPlays month(std::stoll(words.at(3)), *first);
    month.write(**store);
    signReceipts(**store, words.at(2));
    return {{"plays", month.plays()}, {"screens", bench::kScreens}, {"days", bench::kDays}};
}

boost::json::object raw(std::vector<std::string> const& words) {
    return {{"rows_a_second", bench::rawInsertsASecond(words.at(2), std::stoll(words.at(3)),
                                                       std::stoll(words.at(4)))}};
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> const words(argv, argv + argc);
    constexpr std::size_t kWords = 5;
    bool const fills = words.size() == kWords && words[1] == "fill";
    if (!fills && !(words.size() == kWords && words[1] == "raw")) {
        std::cerr << "tocsin-ledger-maker fill DATA PLAYS FIRST_DAY | raw FILE ROWS "
                     "ROWS_OF_BATCH\n";
        return kExitUsage;
    }
    try {
        std::cout << boost::json::serialize(fills ? fill(words) : raw(words)) << "\n";
    } catch (std::exception const& error) {
        std::cerr << "tocsin-ledger-maker: " << error.what() << "\n";
        return kExitFailure;
    }
    return 0;
}
