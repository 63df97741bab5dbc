// SPDX-License-Identifier: Apache-2.0
// Places the blocks of a document from the top down, on as many pages as they take.
#pragma once

#include <vector>

#include "print_picture.hpp"
#include "print_theme.hpp"
#include "tocsin/media/print_document.hpp"

namespace tocsin::media::detail {

class Press {
public:
    /// Onto a PDF surface. `pages`: how many there will be, for the page numbers; 0: nothing is
    /// drawn, only counted. What it refers to outlives it.
    Press(cairo_t& cairo, PrintDocument const& document, PrintPictures& pictures, int pages);
    /// How many pages it took.
    int run();

private:
    struct LaidCell {
        LayoutPtr text;
        int picture = -1;
        PrintSize size;  ///< of the picture
        double width = 0, textHeight = 0, padding = 0;
        [[nodiscard]] double height() const;
    };
    struct LaidRow {
        std::vector<LaidCell> cells;
        double height = 0;
    };
    /// A picture and its caption; the picture's box has a height of its own.
    struct LaidPicture {
        int picture = -1;
        PrintSize size;
        std::vector<LayoutPtr> caption;
        double height = 0;
    };

    // Pages.
    void beginPage(bool sideways);
    void endPage();
    void makeRoom(double height);
    void foot();
    void officialFoot(std::string const& number);
    [[nodiscard]] bool atTop() const noexcept { return y_ <= box_.top; }
    [[nodiscard]] bool liesOnItsSide(std::size_t at) const;

    // The head of the first page.
    void masthead();
    void officialMasthead();
    void facts();

    // Blocks.
    void place(std::size_t at);
    void heading(std::size_t at);
    [[nodiscard]] double staysWith(std::size_t at) const;
    void paragraph(std::size_t at);
    void flow(PangoLayout& text, double left);
    void code(PrintBlock const& block);
    void blockTitle(std::string const& title, double withWhatFollows);
    void figures(PrintBlock const& block);
    void pictures(PrintBlock const& block);
    [[nodiscard]] LaidPicture laid(PrintPicture const& picture, double width) const;
    void draw(LaidPicture const& laid, double x, double width);
    void drawing(PrintBlock const& block);
    void draw(PrintShape const& shape);

    // Tables.
    [[nodiscard]] CellTheme cellsFor(double narrowest) const;
    void table(PrintBlock const& block);
    [[nodiscard]] LaidRow laid(PrintRow const& row, std::vector<double> const& widths,
                               CellTheme const& theme, int mostLines) const;
    void draw(PrintRow const& row, LaidRow const& laid);

    [[nodiscard]] LayoutPtr layout(std::string_view text, PrintType type, double width) const;
    void setColour(std::uint32_t colour);
    [[nodiscard]] bool draws() const noexcept { return pages_ > 0; }

    cairo_t& cairo_;
    PrintDocument const& document_;
    PrintPictures& pictures_;
    PrintTheme const theme_;
    int const pages_;
    int page_ = 0;
    bool sideways_ = false;
    PageBox box_;
    double y_ = 0;
};

}  // namespace tocsin::media::detail
