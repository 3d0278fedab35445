using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Portal.ArchitectureTests.Samples;

/// <summary>Forgot to say who may see it.</summary>
[Route("/unguarded")]
internal sealed class UnguardedPage : ComponentBase;

/// <summary>Opened itself without being on the list.</summary>
[Route("/open")]
[AllowAnonymous]
internal sealed class OpenPage : ComponentBase;

/// <summary>Is on the sample's list and closed.</summary>
[Route("/listed")]
[Authorize]
internal sealed class ListedPage : ComponentBase;

/// <summary>Runs twice: once for the first HTML, once on the circuit.</summary>
[Route("/prerendered")]
[Authorize]
[PrerenderedPage.Prerendered]
internal sealed class PrerenderedPage : ComponentBase
{
    internal sealed class PrerenderedAttribute : RenderModeAttribute
    {
        public override IComponentRenderMode Mode { get; } = new InteractiveServerRenderMode(prerender: true);
    }
}

/// <summary>Runs on the circuit alone.</summary>
[Route("/circuit")]
[Authorize]
[CircuitPage.OnTheCircuit]
internal sealed class CircuitPage : ComponentBase
{
    internal sealed class OnTheCircuitAttribute : RenderModeAttribute
    {
        public override IComponentRenderMode Mode { get; } = new InteractiveServerRenderMode(prerender: false);
    }
}
