using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Features.Identity;
using Portal.Features.Identity.OwnAccount.Typing;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;
using Portal.Web.Security;

namespace Portal.Web.Tests.Screens;

/// <summary>A page as its circuit runs it, over the real host's services, for somebody who is signed in.</summary>
internal sealed class Screen<TPage> : IAsyncDisposable
    where TPage : IComponent
{
    private Screen(WebFixture web, IServiceProvider services, ClaimsPrincipal user, string address, bool isHeld)
    {
        (Door, Actor) = (new Door(user), PrincipalActor.ActorOf(user)!);
        Context.JSInterop.Mode = JSRuntimeMode.Loose;
        Bar = Context.JSInterop.SetupModule("./js/address.js").SetupVoid("show", _ => true);
        if (!isHeld)
        {
            Bar.SetVoidResult();
        }

        Context.Services.AddFallbackServiceProvider(services);
        Context.Services.AddLocalization();
        Context.Services.AddScoped<StepUpPrompt>();
        var actors = new ActorSource(Door, web.Get<FindSession>());
        Context.Services.AddSingleton(actors);
        Context.Services.AddScoped(_ => new TypingShelf(web.Get<FindTyped>(), web.Get<KeepTyped>(), actors, web.Get<ILogger<TypingShelf>>()));
        Context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
    }

    /// <summary>How long anything is waited for.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    public BunitContext Context { get; } = new();

    public Door Door { get; }

    public Actor Actor { get; }

    /// <summary>The address bar, whose answer can be held back: the search runs as long.</summary>
    public JSRuntimeInvocationHandler Bar { get; }

    public IRenderedComponent<TPage> Page { get; private set; } = null!;

    /// <summary>The page of somebody new in a role.</summary>
    /// <param name="web">The host.</param>
    /// <param name="role">Whose page.</param>
    /// <param name="address">Where the page is.</param>
    /// <param name="parameters">What the page's address says to it.</param>
    /// <param name="before">What the person has done before, and how the door is.</param>
    /// <param name="isHeld">Whether the address bar keeps the page waiting.</param>
    /// <param name="services">The use cases; the host's own where nothing is said.</param>
    public static async Task<Screen<TPage>> OpenAsync(
        WebFixture web, Role role, string address, Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null, Func<Screen<TPage>, Task>? before = null, bool isHeld = false,
        IServiceProvider? services = null)
    {
        var screen = new Screen<TPage>(web, services ?? web.Services, await SignedInUser.OfAsync(web, await new WebPeople(web).NewAsync(role)), address, isHeld);
        await (before?.Invoke(screen) ?? Task.CompletedTask);
        screen.Page = screen.Context.Render<TPage>(parameters ?? (_ => { }));
        return screen;
    }

    /// <summary>The address that the page showed last.</summary>
    public string? Shown() => Bar.Invocations.LastOrDefault().Arguments?[0] as string;

    public void Until(Func<bool> what) => Page.WaitForState(what, Patience);

    /// <summary>What a selector finds, once it is there.</summary>
    public AngleSharp.Dom.IElement Await(string selector) => Page.WaitForElement(selector, Patience);

    public ValueTask DisposeAsync() => Context.DisposeAsync();
}
