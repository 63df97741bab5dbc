// SPDX-License-Identifier: Apache-2.0
#include "bundle_contents.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "tocsin/messages/play_batch.hpp"

namespace tocsin::proof {
namespace {

using attest::EnrolledPlayer;

constexpr std::size_t kBatchesAtOnce = 500;
constexpr std::size_t kVeiledDigits = 16;

class Finder {
public:
    Finder(ShortReads const& read, BundleWish const& wish, std::int64_t size,
           std::string const& veil)
        : read_(read), wish_(wish), size_(size), veil_(veil) {}

    BundleContents find() {
        findScreens();
        findStreams();
        return std::move(out_);
    }

private:
    void findScreens() {
        auto const all = read_([](store::Tx const& tx) { return tx.screens().all(); });
        for (auto const& screen : all) {
            if (wish_.units.contains(screen.unit)) {
                visible_.insert(screen.id);
                out_.enrolment.screens.push_back({screen.id, screen.name, screen.unit});
            }
        }
    }

    /// From the first to the last batch of each epoch that holds plays of the period, so that what
    /// lies between is there too.
    void findStreams() {
        std::map<std::pair<messages::PublicKey, std::int64_t>, store::BatchSpan> spans;
        for (auto const& screen : visible_) {
            auto const held = read_([&](store::Tx const& tx) {
                return tx.ledgerLog().spansOf(screen, wish_.from, wish_.to);
            });
            for (auto const& found : held) {
                auto& span = spans.try_emplace({found.player, found.epoch}, found).first->second;
                span.first = std::min(span.first, found.first);
                span.last = std::max(span.last, found.last);
            }
        }
        for (auto const& [key, span] : spans) {
            enrol(key.first);
            BundledStream stream{span, {}};
            collect(stream);
            if (!stream.batches.empty()) {
                out_.streams.push_back(std::move(stream));
            }
        }
        std::erase_if(out_.enrolment.players,
                      [this](auto const& player) { return !hasStream(player.player); });
    }

    [[nodiscard]] bool hasStream(messages::PublicKey const& player) const {
        return std::any_of(out_.streams.begin(), out_.streams.end(),
                           [&](auto const& stream) { return stream.span.player == player; });
    }

    void enrol(messages::PublicKey const& player) {
        auto& players = out_.enrolment.players;
        if (!players.empty() && players.back().player == player) {
            return;
        }
        auto enrolled = read_([&](store::Tx const& tx) { return enrolledIn(tx, player); });
        if (enrolled.bindings.empty()) {
            throw Failure({Errc::damaged, "nothing says which screen player " +
                                              player.fingerprint() +
                                              " drove: its batches are not in the database; "
                                              "restore a backup"});
        }
        players.push_back(std::move(enrolled));
    }

    [[nodiscard]] EnrolledPlayer enrolledIn(store::Tx const& tx,
                                            messages::PublicKey const& player) const {
        EnrolledPlayer out;
        out.player = player;
        for (auto const& binding : tx.bindings().of(player)) {
            out.bindings.push_back({shownAs(binding.screen), binding.from, binding.to});
        }
        if (out.bindings.empty()) {  // it was replaced before bindings were kept
            if (auto const first = tx.ledgerLog().firstOf(player)) {
                out.bindings.push_back({shownAs(first->screen), first->received, std::nullopt});
            }
        }
        if (auto const revocation = tx.revocations().find(player)) {
            out.revoked = revocation->at;
        }
        return out;
    }

    /// Screens of other units have a name that says nothing, the same in all bundles.
    [[nodiscard]] ScreenId shownAs(ScreenId const& screen) const {
        if (wish_.units.isAll() || visible_.contains(screen)) {
            return screen;
        }
        auto const digits = messages::sha256(veil_ + screen.str()).hex().substr(0, kVeiledDigits);
        return ScreenId("other-" + digits);
    }

    /// The span's batches that lie in the log and show nothing else than they may.
    void collect(BundledStream& stream) {
        auto rest = stream.span;
        for (;;) {
            auto const page = read_([&](store::Tx const& tx) {
                return tx.ledgerLog().batchesOf(rest, kBatchesAtOnce);
            });
            for (auto const& batch : page) {
                if (batch.receipt.leaf >= size_) {
                    return;
                }
                if (mayShow(batch)) {
                    stream.batches.push_back(batch);
                }
            }
            if (page.size() < kBatchesAtOnce) {
                return;
            }
            rest.first = page.back().receipt.batch + 1;
        }
    }

    /// Rows are signed as a whole, so a batch goes in whole or not at all.
    bool mayShow(store::LoggedBatch const& batch) {
        if (wish_.units.isAll()) {
            return true;
        }
        auto const& receipt = batch.receipt;
        auto const text = read_([&](store::Tx const& tx) { return batchText(tx, receipt); });
        for (auto const& record : recordsIn(text)) {
            if (!visible_.contains(screenOf(out_.enrolment.players.back(), record))) {
                out_.leftOut.push_back({receipt.device, receipt.epoch, receipt.batch});
                return false;
            }
        }
        return true;
    }

    ShortReads const& read_;
    BundleWish const& wish_;
    std::int64_t size_;
    std::string const& veil_;
    std::set<ScreenId> visible_;
    BundleContents out_;
};

}  // namespace

BundleContents findContents(ShortReads const& read, BundleWish const& wish, std::int64_t size,
                            std::string const& veil) {
    return Finder(read, wish, size, veil).find();
}

ScreenId const& screenOf(EnrolledPlayer const& player, messages::PlayRecord const& record) {
    return player.bindings[attest::attributed(player, record.start).binding].screen;
}

std::string batchText(store::Tx const& tx, messages::Receipt const& receipt) {
    return tx.ledger().batch(receipt.device, receipt.epoch, receipt.batch).value_or(std::string());
}

std::vector<messages::PlayRecord> recordsIn(std::string const& text) {
    std::vector<messages::PlayRecord> out;
    auto const batch = messages::parseBatch(text);
    if (!batch) {
        return out;
    }
    for (auto const& line : batch->lines) {
        if (auto record = messages::parseLine(line)) {
            out.push_back(*std::move(record));
        }
    }
    return out;
}

}  // namespace tocsin::proof
