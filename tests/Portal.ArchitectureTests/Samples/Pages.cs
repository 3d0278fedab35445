using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;

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
