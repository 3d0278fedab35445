using Microsoft.JSInterop;
using Portal.Kernel.Access;

namespace Portal.Web.Security;

/// <summary>Carries out a step of a page that may want the second factor again. The person is asked, and the same step is done once more: nothing is typed twice.</summary>
public sealed class StepUpPrompt(IJSRuntime browser)
{
    /// <summary>Carries the step out. <c>false</c> when the person was asked and did not show the factor: nothing was done then.</summary>
    public async Task<bool> DoAsync(Func<Task> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        try
        {
            await step();
            return true;
        }
        catch (StepUpRequiredException)
        {
            return await AskAsync() && await AgainAsync(step);
        }
    }

    private static async Task<bool> AgainAsync(Func<Task> step)
    {
        await step();
        return true;
    }

    // As long as it takes: the dialog stands until the person answers it.
    private async Task<bool> AskAsync() => await browser.InvokeAsync<bool>("portalStepUp", CancellationToken.None);
}
