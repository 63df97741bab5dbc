// SPDX-License-Identifier: Apache-2.0
#include "carry_ingest.hpp"

#include <algorithm>
#include <tuple>

#include "session_talk.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/evidence.hpp"
#include "tocsin/messages/play_batch.hpp"

namespace tocsin::fleet {
namespace {

/// Of the ledger's word for a batch that does not follow.
constexpr std::string_view kSkips = "skips rows";

/// A player speaks for screens that it drives or drove.
Result<> mayHaveShown(Fleet::State const& state, messages::CarriedHead const& head) {
    return state.store.read([&](store::Tx const& tx) -> Result<> {
        auto const bindings = tx.bindings().of(head.player);
        bool const drove = std::any_of(bindings.begin(), bindings.end(), [&](auto const& binding) {
            return binding.screen == head.screen;
        });
        if (drove) {
            return {};
        }
        return Error{Errc::conflict, "player " + head.player.fingerprint() +
                                         " never drove screen " + head.screen.str()};
    });
}

class Entering {
public:
    Entering(Fleet::State const& state, messages::CarriedHead head) : state_(state) {
        out_.head = std::move(head);
    }

    void take(std::size_t line, std::string_view text) {
        auto const message = messages::decode(text);
        if (!message) {
            refuse(line, message.error());
        } else if (auto const* plays = std::get_if<messages::Plays>(&message->body)) {
            takePlays(line, *plays, message->body);
        } else if (auto const* picture = std::get_if<messages::EvidencePicture>(&message->body)) {
            takePicture(line, *picture, message->body);
        } else {
            refuse(line, {Errc::invalid, "messages of type \"" +
                                             std::string(messages::typeName(message->body)) +
                                             "\" are not carried"});
        }
    }
    [[nodiscard]] CarriedIn result() && { return std::move(out_); }

private:
    void refuse(std::size_t line, Error const& why) {
        out_.refused.push_back({line, std::string(wireCode(why)), why.message});
    }

    [[nodiscard]] Result<> handle(messages::Body const& body) const {
        auto const handler = state_.handlers.find(messages::typeName(body));
        if (handler == state_.handlers.end()) {
            return Error{Errc::unavailable, "the controller takes no messages of this type"};
        }
        access::PlayerPrincipal const player{out_.head.player, out_.head.screen};
        auto const reply = handler->second(player, body);
        return reply ? Result<>() : reply.error();
    }

    void takePlays(std::size_t line, messages::Plays const& plays, messages::Body const& body) {
        auto const batch = messages::parseBatch(plays.batch);
        auto const header = batch ? messages::parseHeader(batch->header)
                                  : Result<messages::BatchHeader>(batch.error());
        if (!header) {
            refuse(line, header.error());
            return;
        }
        auto const known = isStored(*header);
        if (!known) {
            refuse(line, known.error());
            return;
        }
        bool const isKnown = *known;
        if (auto const taken = handle(body); taken) {
            (isKnown ? out_.rowsKnown : out_.rowsNew) += header->count;
        } else if (taken.error().message.find(kSkips) != std::string::npos) {
            out_.rowsWaiting += header->count;
            if (!std::exchange(gapTold_, true)) {
                out_.refused.push_back({line, "gap", taken.error().message});
            }
        } else {
            refuse(line, taken.error());
        }
    }

    void takePicture(std::size_t line, messages::EvidencePicture const& picture,
                     messages::Body const& body) {
        bool isKnown = false;
        auto const digest = messages::sha256(picture.jpeg);
        auto const looked = state_.store.read([&](store::Tx const& tx) -> Result<> {
            isKnown = tx.pictures().find(digest).has_value();
            return {};
        });
        if (!looked) {
            refuse(line, looked.error());
        } else if (auto const taken = handle(body); taken) {
            ++(isKnown ? out_.picturesKnown : out_.picturesNew);
        } else {
            refuse(line, taken.error());
        }
    }

    [[nodiscard]] Result<bool> isStored(messages::BatchHeader const& header) const {
        std::optional<store::LedgerMark> mark;
        auto const looked = state_.store.read([&](store::Tx const& tx) -> Result<> {
            mark = tx.ledger().mark(out_.head.player);
            return {};
        });
        if (!looked) {
            return looked.error();
        }
        return mark && std::tie(header.epoch, header.batch) <= std::tie(mark->epoch, mark->batch);
    }

    Fleet::State const& state_;
    CarriedIn out_;
    bool gapTold_ = false;  ///< once a file: the others follow from it
};

}  // namespace

Result<CarriedIn> takeCarried(Fleet::State const& state, ScreenId const& screen,
                              std::string const& text) {
    auto const lines = messages::linesOf(text);
    auto head = lines.empty() ? Result<messages::CarriedHead>(Error{Errc::invalid, "it is empty"})
                              : messages::parseCarriedHead(lines.front());
    if (!head) {
        return Error{Errc::invalid, "this is no file that a player wrote: " + head.error().message};
    }
    if (head->screen != screen) {
        return Error{Errc::conflict,
                     "this file is of screen " + head->screen.str() + ", not of " + screen.str()};
    }
    if (auto may = mayHaveShown(state, *head); !may) {
        return may.error();
    }
    Entering entering(state, std::move(*head));
    for (std::size_t i = 1; i < lines.size(); ++i) {
        entering.take(i + 1, lines[i]);
    }
    return std::move(entering).result();
}

}  // namespace tocsin::fleet
