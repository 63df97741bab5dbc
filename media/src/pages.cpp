// SPDX-License-Identifier: Apache-2.0
#include "pages.hpp"

#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-global.h>
#include <poppler/cpp/poppler-page-renderer.h>
#include <poppler/cpp/poppler-page.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "byte_reader.hpp"
#include "film_judge.hpp"
#include "picture_file.hpp"

namespace tocsin::media::detail {
namespace {

constexpr int kMostPages = 500;
constexpr std::int64_t kLargestFile = std::int64_t{512} * 1024 * 1024;
constexpr double kPointsAnInch = 72;

/// Collects poppler's first complaint, which else would go to standard error.
class Complaints {
public:
    Complaints() { poppler::set_debug_error_function(&collect, &first_); }
    ~Complaints() { poppler::set_debug_error_function(&drop, nullptr); }
    Complaints(Complaints const&) = delete;
    Complaints& operator=(Complaints const&) = delete;
    [[nodiscard]] std::string const& first() const noexcept { return first_; }

private:
    static void collect(std::string const& text, void* first) {
        auto& kept = *static_cast<std::string*>(first);
        kept = kept.empty() ? text.substr(0, text.find('\n')) : kept;
    }
    static void drop(std::string const&, void*) {}
    std::string first_;
};

/// Writers put the end mark last; some servers append a little after it.
bool isCutOff(std::vector<std::uint8_t> const& bytes) {
    constexpr std::size_t kTail = 4096;
    return !holds(std::span(bytes).last(std::min(bytes.size(), kTail)), "%%EOF");
}

/// A document whose bytes stay where they are, because poppler reads them there.
struct Document {
    std::vector<std::uint8_t> bytes;
    std::unique_ptr<poppler::document> pages;
};

Error damaged(std::string const& technical) {
    return {Errc::damaged, "The PDF document is cut off or damaged; copy or export it again." +
                               (technical.empty() ? "" : " (" + technical + ")")};
}

Result<> judgeDocument(Document const& document, Complaints const& complaints) {
    if (!document.pages) {
        return damaged(complaints.first());
    }
    if (document.pages->is_locked()) {
        return Error{Errc::invalid,
                     "The PDF document is locked with a password; save it without one."};
    }
    if (isCutOff(document.bytes)) {
        return damaged("the end mark %%EOF is missing");
    }
    auto const pages = document.pages->pages();
    if (pages < 1) {
        return Error{Errc::invalid, "The PDF document has no pages; export it again."};
    }
    if (pages > kMostPages) {
        return Error{Errc::invalid, "The PDF document has " + std::to_string(pages) +
                                        " pages, more than 500; save the pages that are to be "
                                        "shown as a document of their own."};
    }
    return {};
}

Result<Document> openDocument(OpenFile const& file, Complaints const& complaints) {
    if (file.size() > kLargestFile) {
        return Error{Errc::invalid,
                     "The PDF document is larger than 512 MB; save it smaller, or as single "
                     "pages."};
    }
    auto bytes = readBytes(file, static_cast<std::size_t>(kLargestFile));
    if (!bytes) {
        return bytes.error();
    }
    Document out{std::move(*bytes), nullptr};
    out.pages.reset(poppler::document::load_from_raw_data(
        reinterpret_cast<char const*>(out.bytes.data()), static_cast<int>(out.bytes.size())));
    if (auto judged = judgeDocument(out, complaints); !judged) {
        return judged.error();
    }
    return out;
}

/// In points, as shown; nothing if the page makes no sense.
struct PageSize {
    double width = 0, height = 0;
    [[nodiscard]] bool right() const {
        return std::isfinite(width) && std::isfinite(height) && width > 0 && height > 0;
    }
};

PageSize sizeOf(poppler::page const& page) {
    auto const box = page.page_rect(poppler::crop_box);
    PageSize out{box.width(), box.height()};
    auto const turned = page.orientation();
    if (turned == poppler::page::landscape || turned == poppler::page::seascape) {
        std::swap(out.width, out.height);
    }
    return out;
}

/// Drawings have no pixels of their own: they fill the box.
Size fitted(PageSize const& page, Size box) {
    auto const scale = std::min(box.width / page.width, box.height / page.height);
    auto const side = [scale](double length, int most) {
        return std::clamp(static_cast<int>(std::lround(length * scale)), 1, most);
    };
    return {side(page.width, box.width), side(page.height, box.height)};
}

Result<FramePtr> draw(poppler::page const& page, PageSize const& size, Size pixels) {
    poppler::page_renderer renderer;
    renderer.set_render_hints(poppler::page_renderer::antialiasing |
                              poppler::page_renderer::text_antialiasing);
    renderer.set_image_format(poppler::image::format_argb32);
    renderer.set_paper_color(0xffffffff);
    auto const drawn = renderer.render_page(&page, kPointsAnInch * pixels.width / size.width,
                                            kPointsAnInch * pixels.height / size.height, 0, 0,
                                            pixels.width, pixels.height);
    if (!drawn.is_valid() || drawn.width() != pixels.width || drawn.height() != pixels.height) {
        return damaged("the page cannot be drawn");
    }
    auto frame = std::make_shared<Frame>(pixels.width, pixels.height);
    for (int y = 0; y < pixels.height; ++y) {
        auto* const row = frame->pixels.data() + static_cast<std::size_t>(y) * frame->stride();
        std::memcpy(row, drawn.const_data() + std::ptrdiff_t{drawn.bytes_per_row()} * y,
                    frame->stride());
        for (std::size_t alpha = 3; alpha < frame->stride(); alpha += 4) {
            row[alpha] = 255;
        }
    }
    return FramePtr(std::move(frame));
}

/// Every page is there and has a size.
Result<Size> measurePages(poppler::document const& document) {
    Size first;
    for (int i = 0; i < document.pages(); ++i) {
        std::unique_ptr<poppler::page> const page(document.create_page(i));
        auto const size = page ? sizeOf(*page) : PageSize{};
        if (!size.right()) {
            return damaged("page " + std::to_string(i + 1) + " is missing or has no size");
        }
        first = i == 0 ? fitted(size, {kPageSide, kPageSide}) : first;
    }
    return first;
}

}  // namespace

bool isPages(std::span<std::uint8_t const> head) {
    // Elsewhere than at the beginning only in a file that is nothing else.
    return holds(head.first(std::min<std::size_t>(head.size(), 5)), "%PDF-") ||
           (pictureKind(head) == PictureKind::none && holds(head, "\n%PDF-"));
}

Verdict judgePages(OpenFile const& file) {
    Complaints const complaints;
    Verdict verdict;
    verdict.kind = "picture";
    verdict.container = verdict.codec = "pdf";
    auto const document = openDocument(file, complaints);
    if (!document) {
        return refused(verdict, document.error());
    }
    auto const size = measurePages(*document->pages);
    if (!size) {
        return refused(verdict, size.error());
    }
    verdict.width = size->width;
    verdict.height = size->height;
    verdict.pages = document->pages->pages();
    verdict.needs = {"format"};
    verdict.accepted = true;
    return verdict;
}

Result<FramePtr> renderPage(OpenFile const& file, int page, Size box) {
    Complaints const complaints;
    auto const document = openDocument(file, complaints);
    if (!document) {
        return document.error();
    }
    auto const pages = document->pages->pages();
    if (page < 1 || page > pages) {
        return Error{Errc::invalid, "The PDF document has " + std::to_string(pages) +
                                        " pages; there is no page " + std::to_string(page) + "."};
    }
    std::unique_ptr<poppler::page> const drawn(document->pages->create_page(page - 1));
    auto const size = drawn ? sizeOf(*drawn) : PageSize{};
    if (!size.right()) {
        return damaged("page " + std::to_string(page) + " is missing or has no size");
    }
    return draw(*drawn, size, fitted(size, box));
}

}  // namespace tocsin::media::detail
