using System.Data.Common;
using Bunit;
using Portal.Web.Components.Ui;
using Portal.Web.Tests.Features.Patients;

namespace Portal.Web.Tests.Markup;

public sealed class ErrorNoteTests : PartsContext
{
    [Fact]
    public void A_full_disk_is_said_whatever_the_page_would_say_and_nothing_is_promised_that_nobody_does()
    {
        var note = Render<ErrorNote>(p => p.Add(n => n.Failure, PageFailure.Of(new DiskFull())).Add(n => n.Text, "The entry could not be saved."));

        note.Find("p").TextContent.Trim().ShouldBe("The portal's disk is full, so nothing was saved. Tell your administrator.");
    }

    [Fact]
    public void Another_failure_says_what_the_page_says() =>
        Render<ErrorNote>(p => p.Add(n => n.Failure, PageFailure.Of(new InvalidOperationException("inner"))).Add(n => n.Text, "The entry could not be saved."))
            .Find("p").TextContent.Trim().ShouldBe("The entry could not be saved.");

    private sealed class DiskFull : DbException
    {
        public override string SqlState => "53100";
    }
}
