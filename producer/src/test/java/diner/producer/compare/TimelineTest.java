package diner.producer.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class TimelineTest {

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));
  }

  private static List<Element> all(Document svg, String name) {
    var found = new ArrayList<Element>();
    var nodes = svg.getElementsByTagName(name);
    for (var i = 0; i < nodes.getLength(); i++) {
      found.add((Element) Objects.requireNonNull(nodes.item(i)));
    }
    return found;
  }

  private static List<Element> bars(Document svg, String type) {
    return all(svg, "rect").stream()
        .filter(rect -> ((Element) rect.getParentNode()).getAttribute("class").equals(type))
        .toList();
  }

  private static double number(Element element, String attribute) {
    var text = element.getAttribute(attribute);
    return text.isEmpty() ? 0 : Double.parseDouble(text);
  }

  /** Both kinds, where this is the work of each cell. */
  private static Comparison comparison(long millis, List<Work> burgers, List<Work> cleaning) {
    var cells = new ArrayList<Cell>();
    for (var setting : Setting.values()) {
      cells.add(new Cell(setting, "burgers", List.of(Measured.round(millis, burgers))));
      cells.add(new Cell(setting, "cleaning", List.of(Measured.round(millis, cleaning))));
    }
    return new Comparison(Measured.PLAN, 2, cells);
  }

  private static List<Work> overlapping(int count) {
    var works = new ArrayList<Work>();
    for (var i = 0; i < count; i++) {
      works.add(Measured.work("w", "loop-0", i, 100 + i));
    }
    return works;
  }

  @Test
  void hasABarForEachPieceOfWorkAndALaneForEachThread() throws Exception {
    var burgers = overlapping(7);
    var cleaning =
        List.of(
            Measured.work("w", "0", 0, 50),
            Measured.work("w", "0", 50, 90),
            Measured.work("w", "10", 0, 80),
            Measured.work("w", "9", 3, 70));

    var svg = parsed(Timeline.svg(comparison(107, burgers, cleaning)));

    assertThat(bars(svg, "wait")).hasSize(4 * 7);
    assertThat(bars(svg, "work")).hasSize(4 * 4);
    assertThat(all(svg, "rect").stream().filter(it -> it.getAttribute("class").equals("lane")))
        .hasSize(4 * (1 + 3));
    assertThat(all(svg, "title").stream().map(Element::getTextContent))
        .as("the lanes of a kind, by number")
        .containsSubsequence("w, loop-0", "w, 0", "w, 9", "w, 10");
  }

  @Test
  void drawsNothingOutsideOfItsFrame() throws Exception {
    var late = List.of(Measured.work("w", "a", -40, 5), Measured.work("w", "a", 90, 400));
    for (var comparison :
        List.of(
            Measured.usual(),
            comparison(300, overlapping(200), late),
            comparison(0, overlapping(1), late))) {
      var svg = parsed(Timeline.svg(comparison));
      var frame = svg.getDocumentElement().getAttribute("viewBox").split(" ", -1);
      var width = Double.parseDouble(frame[2]);
      var height = Double.parseDouble(frame[3]);

      assertThat(all(svg, "rect"))
          .allSatisfy(rect -> {
            assertThat(number(rect, "x")).isBetween(0.0, width);
            assertThat(number(rect, "y")).isBetween(0.0, height);
            assertThat(number(rect, "x") + number(rect, "width")).isLessThanOrEqualTo(width);
            assertThat(number(rect, "y") + number(rect, "height")).isLessThanOrEqualTo(height);
            assertThat(number(rect, "width")).isPositive();
            assertThat(number(rect, "height")).isPositive();
          });
      assertThat(all(svg, "text"))
          .allSatisfy(text -> {
            assertThat(number(text, "x")).isBetween(0.0, width);
            assertThat(number(text, "y")).isBetween(0.0, height);
          });
    }
  }

  @Test
  void waitsThatOverlapLieAboveEachOtherInOneLane() throws Exception {
    var svg = parsed(Timeline.svg(comparison(110, overlapping(10), List.of())));

    assertThat(bars(svg, "wait").stream().map(bar -> number(bar, "y")).distinct()).hasSize(4 * 10);
  }

  @Test
  void saysWhereOnlyAPartIsDrawn() {
    assertThat(Timeline.svg(comparison(400, overlapping(90), List.of())))
        .contains(Strip.MAX_ROWS + " of 90 drawn");
    assertThat(Timeline.svg(comparison(400, overlapping(40), List.of()))).doesNotContain(" drawn");
  }

  @Test
  void namesAreTextWhateverTheyHold() throws Exception {
    var work = List.of(Measured.work("<w> & \"co\"", "a\u0000\u001b]>b", 0, 10));

    var svg = parsed(Timeline.svg(comparison(10, work, List.of())));

    assertThat(all(svg, "title").stream().map(Element::getTextContent))
        .contains("<w> & \"co\", a ]>b");
  }

  @Test
  void theSameResultIsTheSamePicture() {
    assertThat(Timeline.svg(Measured.usual())).isEqualTo(Timeline.svg(Measured.usual()));
  }

  @Test
  void anAxisHasRoundNumbers() {
    assertThat(new TimeAxis(0, 100, 4.2).ticks())
        .extracting(TimeAxis.Tick::label)
        .containsExactly(
            "0.0 s", "0.5 s", "1.0 s", "1.5 s", "2.0 s", "2.5 s", "3.0 s", "3.5 s", "4.0 s");
    assertThat(new TimeAxis(0, 100, 0.09).ticks())
        .extracting(TimeAxis.Tick::label)
        .startsWith("0 ms", "10 ms")
        .endsWith("90 ms");
    assertThat(new TimeAxis(0, 100, 8.5).ticks()).extracting(TimeAxis.Tick::label).contains("8 s");
  }
}
