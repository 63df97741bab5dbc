// SPDX-License-Identifier: Apache-2.0
// A filing as a document: 《电子屏播放情况报告》, 《电子屏播放计划表》, 《电子屏巡查日报》. Made
// from the content alone, so that a frozen one gives the same document at any time. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <string>

#include "tocsin/documents/document.hpp"
#include "tocsin/documents/fill.hpp"
#include "tocsin/vocabulary/digest.hpp"

namespace tocsin::filing {

/// What stands on a filing beside its content.
struct Stamp {
    std::int64_t number = 0;  ///< 0: a draft
    std::int64_t revision = 0;
    std::string reason;     ///< of a revision
    Digest digest;          ///< of the content
    std::string version{};  ///< of the program
};

/// "9F3A-27C4-0B1D-66E2": the beginning of the content's digest, by which a paper is found to be
/// this filing's. The content names the ledger's head and checkpoint, so it stands for those too.
[[nodiscard]] std::string checkCode(Digest const& content);

/// Files of the pictures that the content names, by digest in hex; those that are not there are
/// left out with a line that says so.
using PictureFiles = std::map<std::string, std::string>;

[[nodiscard]] documents::Document documentOf(boost::json::object const& content, Stamp const& stamp,
                                             PictureFiles const& pictures,
                                             documents::Language language);

/// 单位_活动_第N周_截至日期, without an ending; nothing in it that a file's name cannot have.
[[nodiscard]] std::string fileNameOf(boost::json::object const& content,
                                     documents::Language language);

/// What forms of other offices may ask for, by the names that GUIDE.md lists, in both languages.
[[nodiscard]] documents::Filling fillingOf(boost::json::object const& content, Stamp const& stamp);

}  // namespace tocsin::filing
