// SPDX-License-Identifier: Apache-2.0
// tocsin-ledger-maker fill DATA PLAYS FIRST_DAY SCREENS DAYS [PICTURES]: plays into the data
// directory of a controller that has run and does not now, receipts signed by its key; each JPEG
// file of the folder PICTURES as evidence of one of them. tocsin-ledger-maker raw FILE ROWS
// ROWS_OF_BATCH: the peer of proof.ingest. Each prints one JSON object.
#include <boost/json.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "month_of_plays.hpp"
#include "raw_inserts.hpp"
#include "tocsin/keys/signer.hpp"
#include "tocsin/proof/evidence.hpp"
#include "tocsin/proof/proof.hpp"
#include "tocsin/store/ledger_log.hpp"

namespace {

using namespace tocsin;

constexpr int kExitFailure = 1, kExitUsage = 2;
constexpr std::size_t kFillWords = 7, kRawWords = 5;  // with the program's name

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

/// By the way that pictures of players take: verified, file, row.
std::int64_t addPictures(store::Store& store, std::filesystem::path const& data,
                         bench::MonthOfPlays const& month, std::filesystem::path const& folder) {
    proof::EvidenceSettings settings;
    settings.directory = data;
    proof::EvidenceArchive archive(store, settings, &now);
    auto const take = archive.messageHandlers().at("evidence");
    std::filesystem::directory_iterator const entries(folder);
    std::set<std::filesystem::path> const files(begin(entries), end(entries));
    std::int64_t number = 0;
    for (auto const& file : files) {
        std::ifstream in(file, std::ios::binary);
        std::string jpeg{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        auto const taken =
            month.picture(number++, static_cast<std::int64_t>(files.size()), std::move(jpeg));
        if (auto const kept = take({taken.player, taken.screen}, taken.picture); !kept) {
            throw Failure(kept.error());
        }
    }
    return number;
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
    bench::MonthSize const size{std::stoll(words.at(3)), std::stoi(words.at(5)),
                                std::stoi(words.at(6))};
    bench::MonthOfPlays month(size, *first);
    month.write(**store);
    signReceipts(**store, words.at(2));
    auto const pictures = words.size() > kFillWords
                              ? addPictures(**store, words.at(2), month, words.at(kFillWords))
                              : 0;
    return {{"plays", month.plays()},
            {"screens", size.screens},
            {"days", size.days},
            {"pictures", pictures}};
}

boost::json::object raw(std::vector<std::string> const& words) {
    return {{"rows_a_second", bench::rawInsertsASecond(words.at(2), std::stoll(words.at(3)),
                                                       std::stoll(words.at(4)))}};
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> const words(argv, argv + argc);
    bool const fills =
        (words.size() == kFillWords || words.size() == kFillWords + 1) && words[1] == "fill";
    if (!fills && !(words.size() == kRawWords && words[1] == "raw")) {
        std::cerr << "tocsin-ledger-maker fill DATA PLAYS FIRST_DAY SCREENS DAYS [PICTURES] | raw "
                     "FILE ROWS ROWS_OF_BATCH\n";
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
