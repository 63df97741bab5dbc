// SPDX-License-Identifier: Apache-2.0
#include "chain_plan.hpp"

#include <algorithm>
#include <set>

namespace tocsin::warnings {
namespace {

using Act = ChainPlan::Act;

bool has(std::vector<CapPartKey> const& keys, CapPartKey const& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

class Planning {
public:
    Planning(std::vector<PlanPart> const& parts, std::vector<PlanWarning> const& warnings,
             IsUpdateOf const& isUpdateOf)
        : parts_(parts),
          warnings_(warnings),
          isUpdateOf_(isUpdateOf),
          steps_(parts.size()),
          taken_(warnings.size()) {}

    ChainPlan plan() {
        for (std::size_t part = 0; part < parts_.size(); ++part) {
            settleSaid(part);
        }
        goOn([](PlanPart const& part, PlanWarning const& warning) {
            return part.event == warning.event && part.areas == warning.areas;
        });
        goOn([](PlanPart const& part, PlanWarning const& warning) {
            return part.event == warning.event;
        });
        goOnWithAny();
        ChainPlan out;
        for (auto const& step : steps_) {
            out.steps.push_back(step.value_or(ChainPlan::Step{}));
        }
        for (std::size_t i = 0; i < warnings_.size(); ++i) {
            if (warnings_[i].open && !taken_[i]) {
                out.endings.push_back(i);
            }
        }
        return out;
    }

private:
    void settleSaid(std::size_t part) {
        auto const& key = parts_[part].key;
        for (std::size_t i = 0; i < warnings_.size(); ++i) {
            bool const says = warnings_[i].says == key;
            if (warnings_[i].open && !taken_[i] && (says || has(warnings_[i].turnedDown, key))) {
                take(part, i, says ? Act::keep : Act::leave);
                return;
            }
        }
        bool const wasEnded = std::any_of(warnings_.begin(), warnings_.end(), [&](auto const& one) {
            return !one.open && one.byOthers && (one.says == key || has(one.turnedDown, key));
        });
        if (wasEnded) {
            steps_[part] = ChainPlan::Step{Act::leave, std::nullopt};
        }
    }

    template <class IsAlike>
    void goOn(IsAlike const& isAlike) {
        for (std::size_t part = 0; part < parts_.size(); ++part) {
            for (std::size_t i = 0; !steps_[part] && i < warnings_.size(); ++i) {
                if (isFree(part, i) && isAlike(parts_[part], warnings_[i])) {
                    take(part, i, Act::bring);
                }
            }
        }
    }

    void goOnWithAny() {
        std::set<playlists::AlertKey> goingOn;
        for (std::size_t part = 0; part < parts_.size(); ++part) {
            if (steps_[part] && steps_[part]->warning) {
                goingOn.insert(parts_[part].key.message);
            }
        }
        for (std::size_t part = 0; part < parts_.size(); ++part) {
            for (std::size_t i = 0; !steps_[part] && i < warnings_.size(); ++i) {
                if (isFree(part, i) && goingOn.insert(parts_[part].key.message).second) {
                    take(part, i, Act::bring);
                }
            }
        }
    }

    [[nodiscard]] bool isFree(std::size_t part, std::size_t warning) const {
        return warnings_[warning].open && !taken_[warning] &&
               isUpdateOf_(parts_[part].key.message, warnings_[warning].says.message);
    }

    void take(std::size_t part, std::size_t warning, Act act) {
        steps_[part] = ChainPlan::Step{act, warning};
        taken_[warning] = true;
    }

    std::vector<PlanPart> const& parts_;
    std::vector<PlanWarning> const& warnings_;
    IsUpdateOf const& isUpdateOf_;
    std::vector<std::optional<ChainPlan::Step>> steps_;
    std::vector<bool> taken_;
};

}  // namespace

ChainPlan planChain(std::vector<PlanPart> const& parts, std::vector<PlanWarning> const& warnings,
                    IsUpdateOf const& isUpdateOf) {
    return Planning(parts, warnings, isUpdateOf).plan();
}

}  // namespace tocsin::warnings
