// SPDX-License-Identifier: Apache-2.0
#include "checkpoint_file.hpp"

#include <algorithm>
#include <utility>

#include "tocsin/attest/bundle_files.hpp"
#include "tocsin/messages/signed_text.hpp"

namespace tocsin::attest {
namespace {

class Reading {
public:
    Reading(std::string_view text, KeyChain const& keys, Findings& findings)
        : rest_(text), keys_(keys), findings_(findings) {}

    std::vector<ReadCheckpoint> all() {
        while (!rest_.empty() && takeOne()) {
        }
        return std::move(out_);
    }

private:
    void fault(std::size_t line, std::string const& what) {
        findings_.fault(kCheckpointsFile, lineText(line), what);
    }

    /// False: nothing behind it can be read.
    bool takeOne() {
        auto const began = line_;
        auto const before = rest_;
        auto const signedText = messages::takeSignedText(rest_);
        if (!signedText) {
            fault(began, signedText.error().message);
            return false;
        }
        auto const taken = before.substr(0, before.size() - rest_.size());
        line_ += static_cast<std::size_t>(std::count(taken.begin(), taken.end(), '\n'));
        ReadCheckpoint read;
        bool const holds = check(began, *signedText, read);
        while (rest_.starts_with(messages::kSignatureMark)) {
            takeCosignature(signedText->text, read);
        }
        if (holds) {
            out_.push_back(std::move(read));
        }
        return true;
    }

    bool check(std::size_t line, messages::SignedText const& signedText, ReadCheckpoint& read) {
        auto checkpoint = messages::parseCheckpoint(signedText.text);
        if (!checkpoint) {
            fault(line, checkpoint.error().message);
            return false;
        }
        read.checkpoint = *std::move(checkpoint);
        auto const& now = read.checkpoint;
        auto const word = keys_.judge(signedText, messages::kCheckpointKind);
        if (!word) {
            fault(line, "the checkpoint does not hold: " + word.error().message);
            return false;
        }
        read.counts = *word == KeyChain::Word::good;
        if (!read.counts) {
            findings_.unproven("checkpoint " + std::to_string(now.size) +
                               " is signed by a key that was revoked, and does not count");
        }
        if (now.origin != keys_.root()) {
            fault(line,
                  "the checkpoint is of root " + now.origin + ", not of root " + keys_.root());
            return false;
        }
        if (!out_.empty() &&
            (now.size <= out_.back().checkpoint.size || now.at < out_.back().checkpoint.at)) {
            fault(line, "the checkpoint is not later and larger than the one before it");
            return false;
        }
        return true;
    }

    void takeCosignature(std::string const& checkpoint, ReadCheckpoint& read) {
        auto const end = rest_.find('\n');
        auto const line = line_++;
        if (end == std::string_view::npos) {
            fault(line, "the line is cut off");
            rest_ = {};
            return;
        }
        auto cosignature = messages::parseCosignature(rest_.substr(0, end));
        rest_.remove_prefix(end + 1);
        if (!cosignature) {
            fault(line, cosignature.error().message);
        } else if (!fits(*cosignature, checkpoint)) {
            fault(line, "the cosignature of " + cosignature->name +
                            " does not fit the checkpoint above it");
        } else {
            read.cosignatures.push_back(*std::move(cosignature));
        }
    }

    std::string_view rest_;
    KeyChain const& keys_;
    Findings& findings_;
    std::size_t line_ = 1;
    std::vector<ReadCheckpoint> out_;
};

}  // namespace

std::vector<ReadCheckpoint> readCheckpoints(std::string_view text, KeyChain const& keys,
                                            Findings& findings) {
    return Reading(text, keys, findings).all();
}

}  // namespace tocsin::attest
