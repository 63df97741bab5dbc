// SPDX-License-Identifier: Apache-2.0
// Places the blocks of a document from the top down, on as many pages as they take.
#pragma once

#include <vector>

#include "print_picture.hpp"
#include "print_text.hpp"
#include "tocsin/media/print_document.hpp"

namespace tocsin::media::detail {

/// A4, points.
inline constexpr double kPageWidth = 595.276, kPageHeight = 841.89;

class Press {
public:
    /// `pages`: how many there will be, for the page numbers; 0: nothing is drawn, only counted.
    /// What it refers to outlives it.
    Press(cairo_t& cairo, PrintDocument const& document, std::vector<SurfacePtr> const& pictures,
          int pages);
    /// How many pages it took.
    int run();

private:
    struct LaidCell {
        LayoutPtr text;
        cairo_surface_t* picture = nullptr;
        PrintSize size;  ///< of the picture
        double width = 0, textHeight = 0;
        [[nodiscard]] double height() const;
    };
    struct LaidRow {
        std::vector<LaidCell> cells;
        double height = 0;
    };

    void beginPage();
    void makeRoom(double height);
    void masthead();
    void foot();
    void heading(PrintBlock const& block);
    void paragraph(PrintBlock const& block);
    void code(PrintBlock const& block);
    void table(PrintBlock const& block);
    [[nodiscard]] LaidRow laid(PrintRow const& row, std::vector<double> const& widths) const;
    void draw(PrintRow const& row, LaidRow const& laid);
    [[nodiscard]] LayoutPtr layout(std::string_view text, PrintType const& type) const;
    [[nodiscard]] bool draws() const noexcept { return pages_ > 0; }

    cairo_t& cairo_;
    PrintDocument const& document_;
    std::vector<SurfacePtr> const& pictures_;
    int pages_;
    int page_ = 0;
    double y_ = 0;
};

}  // namespace tocsin::media::detail
