using Bunit;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Content;
using Portal.Web.Features.Patients.Charting;

namespace Portal.Web.Tests.Features.Patients.Charting;

public sealed class ConflictNoteTests : PartsContext
{
    [Fact]
    public void Who_loses_a_race_sees_what_changed_beside_what_was_typed()
    {
        var read = new NoteContent(Day(2026), "Progress note", "Cough");
        var now = read with { Text = "Cough, better" };
        var typed = read with { Text = "Cough and fever" };
        var taken = false;

        var note = Render<ConflictNote>(parts => parts
            .Add(part => part.Conflict, new EntryConflict(3, now, false, "Nurse Example", Day(2026, 2)))
            .Add(part => part.Before, read)
            .Add(part => part.Mine, typed)
            .Add(part => part.Zone, TimeZoneInfo.Utc)
            .Add(part => part.TakeTheirs, () => taken = true));

        note.Find("[role=alert]").TextContent.ShouldContain("Nurse Example changed this entry");
        note.FindAll("tbody tr").ShouldHaveSingleItem().QuerySelectorAll("td").Select(cell => cell.TextContent)
            .ShouldBe(["Cough", "Cough, better", "Cough and fever"]);
        note.Find("button").Click();
        taken.ShouldBeTrue();
    }
}
