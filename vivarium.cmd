@echo off
rem Starts Vivarium from a source checkout; builds it first where the build is missing or older than
rem the sources. See the script "vivarium" for the same on other systems.
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
if "%ROOT:~-1%"=="\" set "ROOT=%ROOT:~0,-1%"
set "DIST=%ROOT%\workbench\target\dist"
set "LOG=%ROOT%\workbench\target\build.log"
set "JDK="

if defined JAVA_HOME call :consider "%JAVA_HOME%"
for /f "delims=" %%J in ('where javac.exe 2^>nul') do call :consider_bin "%%~dpJ"
for %%P in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%USERPROFILE%\.jdks") do (
  if exist "%%~P" for /d %%J in ("%%~P\*") do call :consider "%%~J"
)
if not defined JDK (
  echo Vivarium needs a JDK 25 or newer, and found none. Install one with: 1>&2
  echo   winget install EclipseAdoptium.Temurin.25.JDK 1>&2
  exit /b 1
)

call :is_current
if errorlevel 1 call :build
if errorlevel 1 exit /b 1

"%JDK%\bin\java.exe" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC %VIVARIUM_JAVA_OPTS% "-Dvivarium.home=%DIST%" "-Dvivarium.samples=%ROOT%\projects" -Dvivarium.terminal=false -jar "%DIST%\lib\vivarium.jar" %*
exit /b %ERRORLEVEL%

:consider_bin
for %%H in ("%~1..") do call :consider "%%~fH"
exit /b 0

:consider
if defined JDK exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "tokens=2 delims==." %%V in ('findstr /b "JAVA_VERSION=" "%~1\release"') do call :keep_if_new "%~1" %%V
exit /b 0

:keep_if_new
set "MAJOR=%~2"
set "MAJOR=%MAJOR:"=%"
if %MAJOR% GEQ 25 set "JDK=%~1"
exit /b 0

:is_current
if not exist "%DIST%\lib\vivarium.jar" exit /b 1
if not exist "%DIST%\built" exit /b 1
powershell -NoProfile -Command "$b=(Get-Item -LiteralPath ($env:DIST+'\built')).LastWriteTimeUtc; $n=@('pom.xml','engine','plugin-templates','workbench') | ForEach-Object { Get-ChildItem -LiteralPath ($env:ROOT+'\'+$_) -Recurse -File } | Where-Object { $_.FullName -notmatch '\\(target|node_modules|src\\test)\\' -and $_.LastWriteTimeUtc -gt $b } | Select-Object -First 1; if ($n) { exit 1 } else { exit 0 }"
exit /b %ERRORLEVEL%

:build
where mvn >nul 2>nul || (
  echo Building Vivarium needs Apache Maven 3.8 or newer, with mvn on the PATH. 1>&2
  exit /b 1
)
where npm >nul 2>nul || (
  echo Building Vivarium needs npm, for the plugin compiler. Install it with: 1>&2
  echo   winget install OpenJS.NodeJS.LTS 1>&2
  exit /b 1
)
if not exist "%DIST%" mkdir "%DIST%"
if exist "%DIST%\built" del "%DIST%\built"
echo started> "%DIST%\build-started"
echo Building Vivarium (the first time takes a few minutes) ... 1>&2
set "JAVA_HOME=%JDK%"
powershell -NoProfile -Command "Set-Location -LiteralPath $env:ROOT; & mvn -B -Dquickly -Dmaven.test.skip=true package 2>&1 | Tee-Object -FilePath $env:LOG | ForEach-Object { if ($_ -match 'Building (Vivarium .*)') { [Console]::Error.WriteLine('  '+$Matches[1]) } }; exit $LASTEXITCODE"
if errorlevel 1 (
  echo The build failed. The end of %LOG%: 1>&2
  powershell -NoProfile -Command "Get-Content -LiteralPath $env:LOG -Tail 25" 1>&2
  exit /b 1
)
move /y "%DIST%\build-started" "%DIST%\built" >nul
exit /b 0
