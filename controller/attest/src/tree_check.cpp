// SPDX-License-Identifier: Apache-2.0
#include "tree_check.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "tocsin/messages/ledger_log.hpp"

namespace tocsin::attest {
namespace {

struct Subtree {
    int level = 0;
    Digest hash;
};

Subtree readLine(std::string_view line) {
    Subtree out;
    auto const blank = line.find(' ');
    auto const* const end = line.data() + std::min(blank, line.size());
    auto const [stop, failed] = std::from_chars(line.data(), end, out.level);
    auto const raw =
        blank == std::string_view::npos ? std::nullopt : messages::unbase64(line.substr(blank + 1));
    bool const right = failed == std::errc() && stop == end && raw &&
                       raw->size() == out.hash.bytes.size() &&
                       std::to_string(out.level) == line.substr(0, blank);
    if (!right) {
        throw Failure({Errc::damaged, "expected the level of a subtree and its hash in base64"});
    }
    std::copy(raw->begin(), raw->end(), out.hash.bytes.begin());
    return out;
}

class Tree {
public:
    Tree(Leaves leaves, std::vector<ReadCheckpoint> const& checkpoints, Findings& findings)
        : leaves_(std::move(leaves)), checkpoints_(checkpoints), findings_(findings) {
        std::sort(leaves_.begin(), leaves_.end());
    }

    void take(Subtree const& subtree, std::size_t line) {
        auto const leaf = tree_.size();
        if (subtree.level == 0 && nextLeaf_ < leaves_.size() && leaves_[nextLeaf_].first == leaf) {
            checkLeaf(subtree, line);
        }
        if (!tree_.append(subtree.level, subtree.hash)) {
            throw Failure({Errc::damaged, "no subtree of level " + std::to_string(subtree.level) +
                                              " can stand behind leaf " + std::to_string(leaf)});
        }
        while (nextLeaf_ < leaves_.size() && leaves_[nextLeaf_].first < tree_.size()) {
            findings_.fault(kTreeFile, lineText(line),
                            "leaf " + std::to_string(leaves_[nextLeaf_].first) +
                                " should stand here by itself: there is a receipt for it");
            ++nextLeaf_;
        }
        checkpointsAt(line);
    }

    void finish() {
        for (; nextLeaf_ < leaves_.size(); ++nextLeaf_) {
            findings_.fault(
                kTreeFile, "",
                "leaf " + std::to_string(leaves_[nextLeaf_].first) + " of a receipt is not in it");
        }
        for (; nextCheckpoint_ < checkpoints_.size(); ++nextCheckpoint_) {
            auto const size = checkpoints_[nextCheckpoint_].checkpoint.size;
            findings_.fault(kTreeFile, "", "it ends before checkpoint " + std::to_string(size));
        }
        if (checkpoints_.empty() || checkpoints_.back().checkpoint.size != tree_.size() ||
            !checkpoints_.back().counts) {
            findings_.fault(kTreeFile, "",
                            "no checkpoint that counts is of the whole tree of " +
                                std::to_string(tree_.size()) + " leaves");
        }
    }

private:
    void checkLeaf(Subtree const& subtree, std::size_t line) {
        auto const number = leaves_[nextLeaf_].first;
        if (messages::logLeaf(leaves_[nextLeaf_].second) != subtree.hash) {
            findings_.fault(kTreeFile, lineText(line),
                            "leaf " + std::to_string(number) + " is not the batch of its receipt");
        }
        ++nextLeaf_;
        for (; nextLeaf_ < leaves_.size() && leaves_[nextLeaf_].first == number; ++nextLeaf_) {
            findings_.fault(kTreeFile, lineText(line),
                            "two receipts name leaf " + std::to_string(number));
        }
    }

    void checkpointsAt(std::size_t line) {
        while (nextCheckpoint_ < checkpoints_.size() &&
               checkpoints_[nextCheckpoint_].checkpoint.size <= tree_.size()) {
            auto const& checkpoint = checkpoints_[nextCheckpoint_++].checkpoint;
            auto const size = std::to_string(checkpoint.size);
            if (checkpoint.size < tree_.size()) {
                findings_.fault(kTreeFile, lineText(line),
                                "it does not stop at checkpoint " + size);
            } else if (checkpoint.root != tree_.root()) {
                findings_.fault(kTreeFile, lineText(line),
                                "the root of these " + size +
                                    " leaves is not that of the checkpoint of this size");
            }
        }
    }

    Leaves leaves_;
    std::vector<ReadCheckpoint> const& checkpoints_;
    Findings& findings_;
    messages::LogFrontier tree_;
    std::size_t nextLeaf_ = 0, nextCheckpoint_ = 0;
};

}  // namespace

void checkTree(EntryLines& lines, Leaves leaves, std::vector<ReadCheckpoint> const& checkpoints,
               Findings& findings) {
    Tree tree(std::move(leaves), checkpoints, findings);
    while (auto const line = lines.next()) {
        tree.take(readLine(*line), lines.number());
    }
    tree.finish();
}

}  // namespace tocsin::attest
