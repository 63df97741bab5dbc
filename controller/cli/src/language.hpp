// SPDX-License-Identifier: Apache-2.0
// The message table: each text in English and Chinese.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "tocsin/cli/cli.hpp"

namespace tocsin::cli {

enum class Text {
    screen,
    name,
    unit,
    size,
    zone,
    tags,
    player,
    opening,
    seed,
    handle,
    kind,
    title,
    length,
    pixels,
    codec,
    sound,
    bytes,
    digest,
    category,
    usable,
    campaign,
    priority,
    from,
    to,
    items,
    targets,
    revision,
    owner,
    changed,
    added,
    state,
    nowShowing,
    position,
    completePlays,
    repeatedFrames,
    lastContact,
    remark,
    asset,
    hour,
    planned,
    complete,
    partial,
    cut,
    other,
    shown,
    completion,
    makeGood,
    total,
    yes,
    no,
    bound,
    notBound,
    retired,
    token,
    never,
    filmKind,
    pictureKind,
    sloganKind,
    draft,
    submitted,
    approved,
    playing,
    showsOther,
    dark,
    fallback,
    offline,
    unbound,
    waiting,
    unknown,
    nothingToList,
    nextSubmit,
    nextApprove,
    nextPlan,
    startPlayer,
    warning,
    notReleased,
    statusHead,
    reportNote,
    uploaded,
    busy,
    explainHead,
    explainDark,
    explainInstead,
    explainOthers,
    lastPlay,
    nextPlay,
    why,
    before,
    after,
    difference,
    diffHead,
    diffNothing,
    cloned,
    cloneUndated,
    cloneDropped,
    cloneTheme,
    count_  // not a text
};

[[nodiscard]] std::string_view say(Language language, Text text);
/// The word for a state, kind or status the controller names in English; an unknown one as it is.
/// The object's "message", in Chinese if it has it.
[[nodiscard]] std::string sentence(Language language, boost::json::value const& object);
[[nodiscard]] std::string sayState(Language language, std::string_view state);
/// By the rule of POSIX: the first of LC_ALL, LC_MESSAGES, LANG that is not empty decides.
[[nodiscard]] Language languageOf(std::string_view lcAll, std::string_view lcMessages,
                                  std::string_view lang);

}  // namespace tocsin::cli
