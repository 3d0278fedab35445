using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Features.Identity.OwnAccount.Typing;
using Portal.TestKit;
using Portal.Web.Components.Ui;

namespace Portal.Web.Tests.Components;

public sealed class KeptTypingTests : BunitContext
{
    [Fact]
    public async Task A_form_that_is_closed_while_its_text_is_being_kept_does_not_end_the_circuit()
    {
        var clock = new ManualTime();
        Services.AddLocalization();
        Services.AddSingleton<TimeProvider>(clock);
        Services.AddSingleton(new TypingShelf(null!, null!, null!, NullLogger<TypingShelf>.Instance)); // keeps nothing, and says so to its log alone
        IRenderedComponent<KeptTyping>? form = null;
        var read = new TaskCompletionSource();
        form = Render<KeptTyping>(p => p.Add(k => k.Form, FormKind.SavedSearch).Add(k => k.Read, () =>
        {
            form!.Instance.Dispose();
            read.TrySetResult();
            return new Dictionary<string, string> { ["name"] = "Nights" };
        }));

        clock.Advance(TypingShelf.Interval);
        await read.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await form.InvokeAsync(() => { });

        Renderer.UnhandledException.IsCompleted.ShouldBeFalse();
    }
}
