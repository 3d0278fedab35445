using FluentValidation;
using FluentValidation.Results;
using Portal.Web.Features.Patients.Charting;

namespace Portal.Web.Tests.Features.Patients.Charting;

public sealed class EditResultTests
{
    [Theory]
    [InlineData("Content.Medicine.Display", "Medicine")]
    [InlineData("Content.Parts[1].Value", "Parts")]
    [InlineData("Content.Reason", "For")]
    [InlineData("Reason", "Reason")]
    [InlineData("EntryId", "EntryId")]
    public void A_refused_field_is_found_in_the_form(string path, string field) =>
        EditResult.Invalid(new ValidationException([new ValidationFailure(path, "Say it.")])).Errors!.ShouldBe(new Dictionary<string, string> { [field] = "Say it." });

    [Fact]
    public void What_belongs_to_no_field_is_said_above_the_form()
    {
        var errors = new FieldErrors();
        errors.Add("EntryId", "Open the form again.");
        errors.Add("Title", "Say what kind of note it is.");

        errors.Outside(["Title"]).ShouldBe(["Open the form again."]);
    }
}
