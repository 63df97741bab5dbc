// SPDX-License-Identifier: Apache-2.0
#include "cap_groups.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "cap_infos.hpp"
#include "info_facts.hpp"

namespace tocsin::warnings {
namespace {

using Facts = std::vector<InfoFact const*>;
using Languages = std::set<std::string>;

/// 0: it is of another event than these. Where they say theirs in its language already, it has to
/// be the same; what is only alike by the standard's words is best taken with those of its picture.
int likeness(Facts const& thing, InfoFact const& fact) {
    bool isSaid = false, alike = false, picture = false;
    for (auto const* other : thing) {
        bool const speaks = speakOfOneThing(*other->info, *fact.info);
        bool const byName = other->info->event == fact.info->event ||
                            (!other->info->eventCodes.empty() && !fact.info->eventCodes.empty());
        if (speaks && (byName || other->language == fact.language)) {
            return 3;
        }
        isSaid |= other->language == fact.language;
        alike |= speaks;
        picture |= speaks && other->icon == fact.icon && fact.icon != "general";
    }
    return isSaid || !alike ? 0 : picture ? 2 : 1;
}

/// Sets of infos that speak of one event.
std::vector<Facts> things(std::vector<InfoFact> const& facts) {
    std::vector<Facts> out;
    for (auto const& fact : facts) {
        std::size_t best = out.size();
        int most = 0;
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (int const like = likeness(out[i], fact); like > most) {
                best = i;
                most = like;
            }
        }
        if (best == out.size()) {
            out.emplace_back();
        }
        out[best].push_back(&fact);
    }
    return out;
}

/// Infos of one event that are to be one warning.
struct Cluster {
    Facts facts;
    std::size_t first = 0;           ///< of those in `own`
    std::vector<std::size_t> areas;  ///< of those in `own`
    Languages own;                   ///< of those for the very same areas
    Languages joined;                ///< of those that were taken for translations of these
};

/// One colour is named, or the guesses agree; one that names none may go with any colour.
bool levelFits(Facts const& facts, InfoFact const& fact) {
    return std::all_of(facts.begin(), facts.end(), [&](InfoFact const* other) {
        return other->said.named != fact.said.named || other->said.level == fact.said.level;
    });
}

bool hasAny(Languages const& languages, Languages const& of) {
    return std::any_of(of.begin(), of.end(),
                       [&](std::string const& language) { return languages.contains(language); });
}

/// Two languages may draw one area differently: they are taken for translations, unless the one
/// has another already that is not within its areas.
bool isTranslated(Cluster const& one, Cluster const& other) {
    bool const within =
        std::includes(one.areas.begin(), one.areas.end(), other.areas.begin(), other.areas.end());
    bool const isFree = !hasAny(one.own, other.own) && (within || !hasAny(one.joined, other.own));
    return isFree && std::all_of(other.facts.begin(), other.facts.end(),
                                 [&](auto const* fact) { return levelFits(one.facts, *fact); });
}

std::set<std::size_t> wordsOf(Cluster const& cluster) {
    std::set<std::size_t> out;
    for (auto const* fact : cluster.facts) {
        out.insert(fact->words);
    }
    return out;
}

class Clusters {
public:
    explicit Clusters(Facts const& thing) {
        // Colours first, so that what names none finds the one that it goes with.
        for (bool const named : {true, false}) {
            for (auto const* fact : thing) {
                if (!fact->areas.empty() && fact->said.named == named) {
                    place(*fact);
                }
            }
        }
        sort();
        joinTranslations();
        for (auto const* fact : thing) {
            if (fact->areas.empty()) {
                placeWithoutArea(*fact);
            }
        }
        sort();
        joinSameWords();
    }
    [[nodiscard]] std::vector<Cluster> const& all() const { return all_; }

private:
    void place(InfoFact const& fact) {
        Cluster* best = nullptr;
        bool bestIsOfOneWeight = false;
        for (auto& cluster : all_) {
            if (cluster.areas == fact.areas && levelFits(cluster.facts, fact)) {
                bool const ofWeight = ofOneWeight(*cluster.facts.front()->info, *fact.info);
                if (best == nullptr || (ofWeight && !bestIsOfOneWeight)) {
                    best = &cluster;
                    bestIsOfOneWeight = ofWeight;
                }
            }
        }
        add(best == nullptr ? all_.emplace_back() : *best, fact);
    }

    static void add(Cluster& cluster, InfoFact const& fact) {
        cluster.first = cluster.facts.empty() ? fact.number : std::min(cluster.first, fact.number);
        cluster.areas = fact.areas;
        cluster.own.insert(fact.language);
        cluster.facts.push_back(&fact);
    }

    void joinTranslations() {
        std::vector<Cluster> joined;
        for (auto& cluster : all_) {
            auto const partner =
                std::find_if(joined.begin(), joined.end(),
                             [&](Cluster const& one) { return isTranslated(one, cluster); });
            if (partner == joined.end()) {
                joined.push_back(std::move(cluster));
                continue;
            }
            partner->facts.insert(partner->facts.end(), cluster.facts.begin(), cluster.facts.end());
            partner->joined.insert(cluster.own.begin(), cluster.own.end());
        }
        all_ = std::move(joined);
    }

    /// It says again for all of them what they say in other languages.
    void placeWithoutArea(InfoFact const& fact) {
        bool isPlaced = false;
        Cluster* first = nullptr;
        for (auto& cluster : all_) {
            if (!levelFits(cluster.facts, fact)) {
                continue;
            }
            first = first == nullptr ? &cluster : first;
            if (!cluster.own.contains(fact.language) && !cluster.joined.contains(fact.language)) {
                cluster.facts.push_back(&fact);
                cluster.joined.insert(fact.language);
                isPlaced = true;
            }
        }
        if (!isPlaced && first != nullptr) {
            first->facts.push_back(&fact);
        } else if (!isPlaced) {
            add(all_.emplace_back(), fact);
        }
    }

    /// Of several areas the very same: one warning for all of them.
    void joinSameWords() {
        std::vector<Cluster> joined;
        for (auto& cluster : all_) {
            auto const same = std::find_if(joined.begin(), joined.end(), [&](Cluster const& one) {
                return wordsOf(one) == wordsOf(cluster);
            });
            if (same == joined.end()) {
                joined.push_back(std::move(cluster));
            } else {
                same->facts.insert(same->facts.end(), cluster.facts.begin(), cluster.facts.end());
            }
        }
        all_ = std::move(joined);
    }

    void sort() {
        std::sort(all_.begin(), all_.end(),
                  [](Cluster const& a, Cluster const& b) { return a.first < b.first; });
    }

    std::vector<Cluster> all_;
};

InfoGroup groupOf(Cluster const& cluster, std::vector<CapInfo const*> const& infos) {
    std::set<std::size_t> numbers;
    for (auto const* fact : cluster.facts) {
        numbers.insert(fact->number);
    }
    InfoGroup out;
    for (auto const number : numbers) {
        out.infos.push_back(infos[number]);
    }
    out.level = levelOfAll(out.infos);
    out.first = cluster.first;
    return out;
}

}  // namespace

SaidLevel levelOfAll(std::vector<CapInfo const*> const& infos) {
    std::optional<SaidLevel> out;
    for (auto const* info : infos) {
        auto said = levelOf(*info);
        bool const above = !out || (said.named && !out->named) ||
                           (said.named == out->named && said.level > out->level);
        if (above) {
            out = std::move(said);
        }
    }
    return out.value_or(SaidLevel());
}

std::vector<InfoGroup> groupsOf(std::vector<CapInfo const*> const& infos) {
    auto const facts = factsOf(infos);
    std::vector<InfoGroup> out;
    std::size_t event = 0;
    for (auto const& thing : things(facts)) {
        Clusters const clusters(thing);
        for (auto const& cluster : clusters.all()) {
            out.push_back(groupOf(cluster, infos));
            out.back().event = event;
        }
        ++event;
    }
    std::sort(out.begin(), out.end(), [](InfoGroup const& a, InfoGroup const& b) {
        return std::tuple(b.level.level, a.first) < std::tuple(a.level.level, b.first);
    });
    return out;
}

}  // namespace tocsin::warnings
