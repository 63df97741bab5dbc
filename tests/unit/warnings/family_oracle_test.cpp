// SPDX-License-Identifier: Apache-2.0
// Random families of CAP messages, taken in one after the other in any order, doubled and with
// losses: after each of them screens show what a second, plain judge says of the messages so far.
#include <optional>
#include <set>

#include "family_room.hpp"
#include "support/alert_oracle.hpp"

namespace tocsin::warnings {
namespace {

using playlists::AlertType;

constexpr char kMet[] = "met@example.invalid", kProvince[] = "province@example.invalid",
               kPrankster[] = "prankster@example.invalid";

bool maySay(std::string const& sender, std::string const& origin) {
    return sender == origin || (sender == kProvince && origin == kMet);
}

/// Numbers of its own, so that the same seed gives the same messages everywhere.
class Numbers {
public:
    explicit Numbers(std::uint64_t seed) : state_(seed * 2 + 1) {}
    std::size_t below(std::size_t most) {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::size_t>(state_ >> 33) % most;
    }
    template <class T>
    T const& of(std::vector<T> const& list) {
        return list[below(list.size())];
    }

private:
    std::uint64_t state_;
};

struct Message {
    DraftFamily draft;
    playlists::AlertMessage head;
};

/// Messages with keys of their own that name any of them, and some that never come.
std::vector<Message> randomFamily(Numbers& numbers) {
    std::vector<std::string> const senders{kMet, kMet, kMet, kMet, kProvince, kPrankster};
    std::vector<std::string> const types{"Alert", "Update", "Update", "Update", "Update", "Cancel"};
    std::vector<std::string> const events{"暴雨", "大风"}, colours{"red", "yellow", "blue"},
        codes{"330100", "330102", "330106", "110000"};
    std::vector<Message> out(4 + numbers.below(6));
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto& draft = out[i].draft;
        draft.identifier = "m" + std::to_string(i);
        draft.sender = numbers.of(senders);
        draft.minute = static_cast<int>(numbers.below(12));
        draft.type = i == 0 ? "Alert" : numbers.of(types);
        std::set<std::string> said;
        for (auto left = 1 + numbers.below(4); left > 0; --left) {
            DraftInfo info{numbers.of(events), numbers.of(colours), numbers.of(codes)};
            info.headline = draft.identifier + " " + info.says();
            if (said.insert(info.headline).second) {
                draft.infos.push_back(info);
            }
        }
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto& [draft, head] = out[i];
        head.key = {draft.sender, draft.identifier, parseInstant(draft.sent()).value()};
        head.type = draft.type == "Alert"    ? AlertType::alert
                    : draft.type == "Update" ? AlertType::update
                                             : AlertType::cancel;
        std::set<std::size_t> named;
        for (auto left = 1 + numbers.below(2); left > 0 && draft.type != "Alert"; --left) {
            // Mostly what came before it.
            auto const at = numbers.below(4) > 0 ? numbers.below(i) : numbers.below(out.size());
            if (at != i && named.insert(at).second) {
                auto const& other = out[at].draft;
                draft.references += (draft.references.empty() ? "" : " ") + other.reference();
                head.references.push_back(
                    {other.sender, other.identifier, parseInstant(other.sent()).value()});
            }
        }
        if (head.references.empty() && draft.type != "Alert") {
            draft.type = "Alert";
            head.type = AlertType::alert;
        }
    }
    return out;
}

bool isWithin(std::string const& screenCode, std::string const& code) {
    return code == screenCode || (code == "330100" && screenCode.starts_with("3301"));
}

int rank(std::string const& colour) {
    return colour == "red" ? 3 : colour == "yellow" ? 2 : 1;
}

/// The parts of a message that are for the screen: of one event those of its highest level there.
std::vector<std::string> partsOn(DraftFamily const& draft, std::string const& screenCode) {
    std::vector<std::string> out;
    for (auto const& info : draft.infos) {
        bool const outdone =
            std::any_of(draft.infos.begin(), draft.infos.end(), [&](DraftInfo const& other) {
                return other.event == info.event && rank(other.colour) > rank(info.colour) &&
                       isWithin(screenCode, other.code);
            });
        if (isWithin(screenCode, info.code) && !outdone) {
            out.push_back(info.headline);
        }
    }
    return out;
}

/// A line a message, for whoever has to find out what went wrong.
std::string summaryOf(std::vector<Message> const& known) {
    std::string out;
    for (auto const& [draft, head] : known) {
        out += "\n" + draft.type + " " + draft.reference() + " of [" + draft.references + "]";
        for (auto const& info : draft.infos) {
            out += " " + info.says() + ";";
        }
    }
    return out;
}

class FamilyOracle : public FamilyRoom {
protected:
    void begin() {
        settings_.senders = {{kMet, true, {}}, {kProvince, true, {kMet}}, {kPrankster, true, {}}};
        again();
    }
    static std::vector<std::string> expected(std::vector<Message> const& known,
                                             std::string const& screenCode) {
        std::vector<playlists::AlertMessage> heads;
        for (auto const& message : known) {
            heads.push_back(message.head);
        }
        test::AlertOracle const oracle(heads, maySay);
        std::vector<std::string> out;
        for (auto const& message : known) {
            if (oracle.standingOf(message.head.key) == playlists::AlertStanding::inForce) {
                auto const parts = partsOn(message.draft, screenCode);
                out.insert(out.end(), parts.begin(), parts.end());
            }
        }
        std::sort(out.begin(), out.end());
        return out;
    }
    void expectAsJudged(std::vector<Message> const& known) {
        auto const east = expected(known, "330102"), west = expected(known, "330106");
        ASSERT_EQ(sortedOn("wall-east"), east);
        ASSERT_EQ(sortedOn("lobby-west"), west);
        std::set<std::string> all(east.begin(), east.end());
        all.insert(west.begin(), west.end());
        ASSERT_EQ(listed().size(), all.size()) << "one warning for each of them";
        several_ += all.size() > 1 ? 1 : 0;
    }
    int several_ = 0;
};

TEST_F(FamilyOracle, AgreesAfterEveryMessageInAnyOrder) {
    Numbers numbers(11);
    for (int round = 0; round < 40; ++round) {
        auto const messages = randomFamily(numbers);
        auto order = messages;
        for (std::size_t i = order.size(); i > 1; --i) {
            std::swap(order[i - 1], order[numbers.below(i)]);
        }
        order.resize(order.size() - numbers.below(2));  // lost
        begin();
        std::vector<Message> known;
        for (auto const& message : order) {
            known.push_back(message);
            SCOPED_TRACE("round " + std::to_string(round) + summaryOf(known));
            ASSERT_NO_FATAL_FAILURE(comes(message.draft));
            ASSERT_NO_FATAL_FAILURE(comes(numbers.of(known).draft));  // doubled, or late again
            ASSERT_NO_FATAL_FAILURE(expectAsJudged(known));
            if (numbers.below(4) == 0) {
                open();
                ASSERT_TRUE(warnings_->sweep());
            }
        }
    }
    EXPECT_GT(several_, 60) << "hardly anything was divided";
}

TEST_F(FamilyOracle, EveryOrderOfASplitAndItsMergeEndsInTheSameState) {
    DraftFamily const a{"a", "Alert", 0, {{"暴雨", "yellow", "330100"}}};
    DraftFamily const u{"u", "Update", 10, {{"暴雨", "red", "330102"}}, a.reference()};
    DraftFamily const v{
        "v", "Update", 20, {{"大风", "blue", "330106"}, {"暴雨", "blue", "330106"}}, a.reference()};
    DraftFamily const m{
        "m", "Update", 30, {{"暴雨", "orange", "330100"}}, u.reference() + " " + v.reference()};
    for (auto const& chain :
         {std::vector{a, u, v}, std::vector{a, u, v, m}, std::vector{u, v, m}}) {
        std::vector<std::size_t> order(chain.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            order[i] = i;
        }
        std::optional<std::vector<std::string>> east, west;
        do {
            SCOPED_TRACE(testing::PrintToString(order));
            again();
            for (auto const at : order) {
                ASSERT_NO_FATAL_FAILURE(comes(chain[at]));
                ASSERT_NO_FATAL_FAILURE(comes(chain[at]));
            }
            if (!east) {
                east = sortedOn("wall-east");
                west = sortedOn("lobby-west");
                EXPECT_FALSE(east->empty() || west->empty());
            }
            ASSERT_EQ(sortedOn("wall-east"), *east);
            ASSERT_EQ(sortedOn("lobby-west"), *west);
        } while (std::next_permutation(order.begin(), order.end()));
    }
}

}  // namespace
}  // namespace tocsin::warnings
