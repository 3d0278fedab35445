using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Portal.Features.Staff;
using Portal.Features.Staff.Import;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.Staff;

/// <summary>What the import page does: sends the file, shows what it would change, and applies or drops it. The file goes from the browser's form to the server, not through the circuit.</summary>
public abstract class StaffImportPageBase : WorkingPage
{
    /// <summary>What the file would do; <c>null</c> before one was sent.</summary>
    protected StaffImportView? View { get; private set; }

    [Inject] private OpenStaffImport Opener { get; set; } = default!;

    [Inject] private ApplyStaffImport Applier { get; set; } = default!;

    [Inject] private DropStaffImport Dropper { get; set; } = default!;

    [Inject] private IJSRuntime Scripts { get; set; } = default!;

    [Inject] private IStringLocalizer<StaffTexts> Texts { get; set; } = default!;

    /// <summary>Sends the chosen file and shows the preview.</summary>
    protected Task SendAsync() => RunAsync(async actor =>
    {
        Tell(null);
        await using var module = await Scripts.InvokeAsync<IJSObjectReference>("import", "./js/upload.js");
        var answer = await module.InvokeAsync<string>("send", "/staff/import/file", "import-file");
        if (Guid.TryParse(answer, out var id))
        {
            await ShowAsync(actor, id);
            return;
        }

        Tell(Texts[answer switch { "none" => "Import.NoFile", "413" => "Import.TooLarge", "429" => "Import.TooMany", _ => "Import.NotSent" }], isRefusal: true);
    });

    /// <summary>Does what is shown.</summary>
    protected Task ApplyAsync() => RunAsync(async actor =>
    {
        Tell(null);
        var shown = View!;
        var result = await Applier.ForAsync(actor, shown.Id, shown.Version, default);
        if (result.Outcome == StaffOutcome.Changed)
        {
            await ShowAsync(actor, shown.Id);
            Tell(Texts["Import.Changed"], isRefusal: true);
            return;
        }

        View = null;
        Tell(Texts[result.Outcome == StaffOutcome.Done ? "Import.Done" : "Import.Gone", result.Added, result.Changed, result.Refused], isRefusal: result.Outcome != StaffOutcome.Done);
    });

    /// <summary>Forgets the file.</summary>
    protected Task DropAsync() => RunAsync(async actor =>
    {
        await Dropper.ForAsync(actor, View!.Id, default);
        View = null;
        Tell(Texts["Import.Dropped"]);
    });

    private async Task ShowAsync(Actor actor, Guid id)
    {
        View = await Opener.ForAsync(actor, id, default);
        Tell(View is null ? Texts["Import.Gone"].Value : null, isRefusal: View is null);
    }
}
