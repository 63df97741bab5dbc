// SPDX-License-Identifier: Apache-2.0
// A controller's ledger with two players that deliver plays, and its signing keys.
#pragma once

#include <gmock/gmock.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tocsin/keys/ceremony.hpp"
#include "tocsin/keys/signer.hpp"
#include "tocsin/proof/proof.hpp"

namespace tocsin::proof {

inline Instant at(char const* text) {
    return parseInstant(text).value();
}

/// A player's side of the chain.
struct Writer {
    messages::KeyPair key = messages::KeyPair::generate();
    std::string screen;
    std::int64_t epoch = 1, batch = 0, sequence = 0;
    Digest prev{};
    Instant next = at("2026-06-01T00:00:00Z");
};

/// A signer that can be down.
class WillingSigner final : public keys::Signer {
public:
    explicit WillingSigner(std::unique_ptr<keys::Signer> inner) : inner_(std::move(inner)) {}
    [[nodiscard]] keys::IssuedKeys const& issued() const override { return inner_->issued(); }
    [[nodiscard]] Result<messages::Signature> sign(keys::Role role,
                                                   std::string const& bytes) const override {
        ++asked;
        return down ? Result<messages::Signature>(Error{Errc::unavailable, "the signer is down"})
                    : inner_->sign(role, bytes);
    }
    bool down = false;
    mutable int asked = 0;

private:
    std::unique_ptr<keys::Signer> inner_;
};

class LedgerSite : public testing::Test {
protected:
    LedgerSite() {
        std::string name = testing::TempDir() + "ledger-XXXXXX";
        data_ = ::mkdtemp(name.data());
        store_ = store::openSqliteStore(data_, [this] { return now_; }).value();
        openKeeper();
        gate_.screen = "gate";
        hall_.screen = "hall";
        change([this](store::Tx& tx) {
            for (auto const* player : {&gate_, &hall_}) {
                store::Screen screen;
                screen.id = ScreenId(player->screen);
                screen.name = player->screen == "gate" ? "东门户外屏" : "=大厅,\"屏\"";
                screen.unit = player->screen == "gate" ? "hospital" : "school";
                screen.added = at("2026-05-01T00:00:00Z");
                tx.screens().put(screen);
                tx.bindings().begin(player->key.publicKey(), screen.id, screen.added);
            }
        });
    }
    ~LedgerSite() override {
        store_.reset();
        std::filesystem::remove_all(data_);
    }

    void openKeeper() {
        signer_ = std::make_unique<WillingSigner>(
            keys::openFileSigner(data_ / "keys", keys::MissingKey::make, now_).value());
        keeper_ = std::make_unique<LedgerKeeper>(*store_, *signer_,
                                                 LedgerSettings{[this] { return now_; }});
        EXPECT_TRUE(keeper_->begin());
        handlers_ = messageHandlers(
            *store_, [this] { return now_; }, keeper_.get());
    }
    /// As at a start of the controller after its ledger key was changed.
    void openKeeperAfter(std::function<Result<>(keys::Ceremony&)> const& change) {
        handlers_.clear();
        keeper_.reset();
        signer_.reset();
        std::ofstream(data_ / "lock") << "4711\n";
        {
            auto ceremony = keys::Ceremony::begin(data_).value();
            EXPECT_TRUE(change(ceremony));
        }
        openKeeper();
    }
    void revokeLedgerKey() {
        openKeeperAfter([this](keys::Ceremony& ceremony) {
            return ceremony.revoke(keys::Role::ledger, ceremony.root().value(), now_);
        });
    }
    void rotateLedgerKey() {
        openKeeperAfter([this](keys::Ceremony& ceremony) {
            return ceremony.rotate(keys::Role::ledger, ceremony.root().value(), now_);
        });
    }
    /// Whoever works on the database by hand.
    void sql(char const* text) {
        sqlite3* db = nullptr;
        ASSERT_EQ(sqlite3_open((data_ / "tocsin.db").c_str(), &db), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(db, text, nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(db);
        sqlite3_close(db);
    }

    void change(std::function<void(store::Tx&)> const& what) {
        EXPECT_TRUE(store_->write(
            [&](store::Tx& tx) -> Result<> {
                what(tx);
                return {};
            },
            {"test", "test", "test", ""}));
    }
    template <class Look>
    auto look(Look const& what) {
        std::optional<decltype(what(std::declval<store::Tx const&>()))> out;
        auto const done = store_->read([&](store::Tx const& tx) -> Result<> {
            out = what(tx);
            return {};
        });
        EXPECT_TRUE(done) << done.error().message;
        return *out;
    }

    /// The next play of a player, eight seconds long.
    static messages::PlayRecord play(Writer& player) {
        messages::PlayRecord record;
        record.sequence = ++player.sequence;
        record.content.asset = messages::sha256(record.sequence % 3 == 0 ? "film" : "slogan");
        record.campaign = CampaignId(record.sequence % 2 == 0 ? "fire" : "june");
        record.timeline = messages::sha256("timeline");
        record.index = record.sequence;
        record.playId = messages::plannedPlayId(record.timeline, record.index);
        record.start = player.next;
        record.end = player.next += Milliseconds(8'000);
        record.monoEndMs = 8'000;
        record.boot = "0b5b3a0e-6f3c-4c8e-9d59-6f0a4f1f2d11";
        record.clock = messages::ClockState::synced;
        record.uncertaintyMs = 3;
        record.plannedMs = record.shownMs = 8'000;
        record.framesShown = 200;
        record.result = messages::PlayResult::complete;
        record.tier = messages::EvidenceTier::delivered;
        return record;
    }
    static messages::PlayBatch batchOf(Writer& player,
                                       std::vector<messages::PlayRecord> const& records) {
        messages::PlayBatch batch;
        messages::BatchHeader header;
        header.device = player.key.publicKey();
        header.epoch = player.epoch;
        header.batch = ++player.batch;
        header.first = records.front().sequence;
        header.count = static_cast<std::int64_t>(records.size());
        for (auto const& record : records) {
            batch.lines.push_back(messages::toLine(record));
        }
        header.root = messages::treeHash(batch.lines);
        header.prev = player.prev;
        header.wall = player.next;
        header.boot = "0b5b3a0e-6f3c-4c8e-9d59-6f0a4f1f2d11";
        batch.header = messages::toText(header);
        batch.signature =
            player.key.sign(messages::signedBytes(messages::kProofKind, batch.header));
        player.prev = messages::sha256(batch.header);
        return batch;
    }
    messages::PlaysStored deliver(Writer& player,
                                  std::vector<messages::PlayRecord> const& records) {
        return send(player, messages::toText(batchOf(player, records)));
    }
    messages::PlaysStored deliver(Writer& player, int plays) {
        std::vector<messages::PlayRecord> records;
        for (int i = 0; i < plays; ++i) {
            records.push_back(play(player));
        }
        return deliver(player, records);
    }
    messages::PlaysStored send(Writer const& player, std::string const& text) {
        auto const reply = handlers_.at("plays")({player.key.publicKey(), ScreenId(player.screen)},
                                                 messages::Plays{text});
        EXPECT_TRUE(reply) << reply.error().message;
        return reply ? std::get<messages::PlaysStored>(reply->value()) : messages::PlaysStored{};
    }

    std::filesystem::path data_;
    Instant now_ = at("2026-06-02T00:00:00Z");
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<WillingSigner> signer_;
    std::unique_ptr<LedgerKeeper> keeper_;
    access::MessageHandlers handlers_;
    Writer gate_, hall_;
};

}  // namespace tocsin::proof
